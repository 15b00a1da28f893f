import type { Db } from "#shared";
import { fault } from "../errors/fault.ts";
import { checkAcademies, refuseUnknownKeys } from "../lists/filters.ts";
import { PAGING_KEYS, sortOf } from "../lists/list-wish.ts";
import { printedRow } from "../lists/printed-row.ts";
import { reportRows } from "../lists/report-rows.ts";
import type { Query } from "../monitoring-env.ts";
import { typeNamed } from "../registry.ts";
import type { ReportType } from "../report-type.ts";
import type { Caller } from "../scope/academy-scope.ts";
import { inScope } from "../scope/in-scope.query.ts";
import { rowById } from "./row-by-id.query.ts";
import { allFieldsOf, summaryOf } from "./supported.ts";

/** A row with all that it has. @throws report-record-not-found, also outside of the academies */
export const readRow = (
  db: Db,
  caller: Caller,
  types: readonly ReportType[],
  { slug, id }: { slug: string; id: number },
): Promise<object> =>
  inScope(db, caller, "strict", (ids) => {
    const type = typeNamed(types, slug);
    const fields = allFieldsOf(type);
    return {
      statements: [rowById(type.table, fields, { tenantId: caller.principal.tenantId, ids, id })],
      answer([rows = []]) {
        const [row] = rows;
        if (!row) throw fault("report-record-not-found", {});
        return printedRow(fields, row);
      },
    };
  });

/** What a report tells about the rows that the query asks for. */
export const summarize = (
  db: Db,
  caller: Caller,
  types: readonly ReportType[],
  { slug, query }: { slug: string; query: Query },
): Promise<object> =>
  inScope(db, caller, "strict", (ids) => {
    const type = typeNamed(types, slug);
    const summary = summaryOf(type);
    refuseUnknownKeys(query, [...type.filters.map(({ name }) => name), ...PAGING_KEYS]);
    sortOf(query, { ...type, name: slug, defaultSort: "-report_date" });
    checkAcademies(query, ids);
    const { tenantId } = caller.principal;
    const rows = reportRows(type, query, tenantId, ids).where;
    return {
      statements: summary.statements({ tenantId, academyIds: ids, rows }),
      answer: (results) => summary.answer(results),
    };
  });
