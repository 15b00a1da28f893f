import type { Db } from "#shared";
import { fault } from "../errors/fault.ts";
import { printedRow } from "../lists/printed-row.ts";
import { rowById } from "../lists/row-by-id.query.ts";
import { typeNamed } from "../registry.ts";
import type { ReportType } from "../report-type.ts";
import type { Caller } from "../scope/academy-scope.ts";
import { inScope } from "../scope/in-scope.query.ts";
import { allFieldsOf } from "../supported.ts";

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
