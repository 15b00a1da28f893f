import type { Db } from "#shared";
import { checkAcademies, refuseUnknownKeys } from "../lists/filters.ts";
import { type ListAnswer, listStatements } from "../lists/list-response.ts";
import { type ListRequest, listWishOf, PAGING_KEYS } from "../lists/list-wish.ts";
import { typeNamed } from "../registry.ts";
import type { ReportType } from "../report-type.ts";
import type { Caller } from "../scope/academy-scope.ts";
import { inScope } from "../scope/in-scope.query.ts";
import { reportListing, sortableRows } from "./report-listing.ts";

/** The rows of a report that the query asks for. */
export const listRows = (
  db: Db,
  caller: Caller,
  types: readonly ReportType[],
  { slug, query, accepted }: ListRequest,
): Promise<ListAnswer> =>
  inScope(db, caller, "strict", (ids) => {
    const type = typeNamed(types, slug);
    refuseUnknownKeys(query, type.filters, PAGING_KEYS);
    const wish = listWishOf(query, accepted, sortableRows(type));
    checkAcademies(query, ids);
    const { listing, ofDay } = reportListing(type, query, caller.principal.tenantId, ids);
    return {
      statements: listStatements(listing, wish),
      // A day generated while an export runs must not become its newest.
      answer: (results) => ({ listing: ofDay(results[0]?.[0]?.["report_date"]), wish, results }),
    };
  });
