import type { Db } from "#shared";
import { checkAcademies, refuseUnknownKeys } from "../lists/filters.ts";
import { PAGING_KEYS, sortOf } from "../lists/list-wish.ts";
import { reportRows } from "../lists/report-rows.ts";
import type { Query } from "../monitoring-env.ts";
import { typeNamed } from "../registry.ts";
import type { ReportType } from "../report-type.ts";
import type { Caller } from "../scope/academy-scope.ts";
import { inScope } from "../scope/in-scope.query.ts";
import { summaryOf } from "../supported.ts";
import { sortableRows } from "./report-listing.ts";

/** What a report tells about the rows that the query, a list's, asks for. */
export const summarize = (
  db: Db,
  caller: Caller,
  types: readonly ReportType[],
  { slug, query }: { slug: string; query: Query },
): Promise<object> =>
  inScope(db, caller, "strict", (ids) => {
    const type = typeNamed(types, slug);
    const summary = summaryOf(type);
    refuseUnknownKeys(query, type.filters, PAGING_KEYS);
    sortOf(query, sortableRows(type));
    checkAcademies(query, ids);
    const { tenantId } = caller.principal;
    const rows = reportRows(type, query, tenantId, ids).where;
    return {
      statements: summary.statements({ tenantId, academyIds: ids, rows }),
      answer: (results) => summary.answer(results),
    };
  });
