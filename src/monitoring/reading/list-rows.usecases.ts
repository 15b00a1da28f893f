import type { Db } from "#shared";
import { checkAcademies, refuseUnknownKeys } from "../lists/filters.ts";
import type { Format } from "../lists/formats.ts";
import { type ListAnswer, listStatements } from "../lists/list-response.ts";
import { listWishOf, PAGING_KEYS } from "../lists/list-wish.ts";
import type { Query } from "../monitoring-env.ts";
import { typeNamed } from "../registry.ts";
import type { ReportType } from "../report-type.ts";
import type { Caller } from "../scope/academy-scope.ts";
import { inScope } from "../scope/in-scope.query.ts";
import { alertListing, reportListing } from "./listings.ts";
import { alertsOf } from "./supported.ts";

interface ListRequest {
  slug: string;
  query: Query;
  accepted: Format;
}

/** The rows of a report that the query asks for. */
export const listRows = (
  db: Db,
  caller: Caller,
  types: readonly ReportType[],
  { slug, query, accepted }: ListRequest,
): Promise<ListAnswer> =>
  inScope(db, caller, "strict", (ids) => {
    const type = typeNamed(types, slug);
    refuseUnknownKeys(query, [...type.filters.map(({ name }) => name), ...PAGING_KEYS]);
    const wish = listWishOf(query, accepted, { ...type, name: slug, defaultSort: "-report_date" });
    checkAcademies(query, ids);
    const { listing, ofDay } = reportListing(type, query, caller.principal.tenantId, ids);
    return {
      statements: listStatements(listing, wish),
      // A day generated while an export runs must not become its newest.
      answer: (results) => ({ listing: ofDay(results[0]?.[0]?.["report_date"]), wish, results }),
    };
  });

/** The alerts of a report that the query asks for. */
export const listAlerts = (
  db: Db,
  caller: Caller,
  types: readonly ReportType[],
  { slug, query, accepted }: ListRequest,
): Promise<ListAnswer> =>
  inScope(db, caller, "strict", (ids) => {
    const alerts = alertsOf(typeNamed(types, slug));
    refuseUnknownKeys(query, [...alerts.filters.map(({ name }) => name), ...PAGING_KEYS]);
    const wish = listWishOf(query, accepted, { ...alerts, name: "alerts" });
    checkAcademies(query, ids);
    const listing = alertListing(slug, alerts, query, caller.principal.tenantId, ids);
    return {
      statements: listStatements(listing, wish),
      answer: (results) => ({ listing, wish, results }),
    };
  });
