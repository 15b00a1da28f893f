import type { Db } from "#shared";
import { checkAcademies, refuseUnknownKeys } from "../lists/filters.ts";
import { type ListAnswer, listStatements } from "../lists/list-response.ts";
import { type ListRequest, listWishOf, PAGING_KEYS } from "../lists/list-wish.ts";
import { typeNamed } from "../registry.ts";
import type { ReportType } from "../report-type.ts";
import type { Caller } from "../scope/academy-scope.ts";
import { inScope } from "../scope/in-scope.query.ts";
import { alertsOf } from "../supported.ts";
import { alertListing } from "./alert-listing.ts";

/** The alerts of a report that the query asks for. */
export const listAlerts = (
  db: Db,
  caller: Caller,
  types: readonly ReportType[],
  { slug, query, accepted }: ListRequest,
): Promise<ListAnswer> =>
  inScope(db, caller, "strict", (ids) => {
    const alerts = alertsOf(typeNamed(types, slug));
    refuseUnknownKeys(query, alerts.filters, PAGING_KEYS);
    const wish = listWishOf(query, accepted, { ...alerts, name: "alerts" });
    checkAcademies(query, ids);
    const listing = alertListing(slug, alerts, query, caller.principal.tenantId, ids);
    return {
      statements: listStatements(listing, wish),
      answer: (results) => ({ listing, wish, results }),
    };
  });
