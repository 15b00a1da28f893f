import type { Db } from "#shared";
import type { ReportType } from "../report-type.ts";
import type { Caller } from "../scope/academy-scope.ts";
import { academyScope } from "../scope/in-scope.query.ts";

/** The report types, with what may be asked of each. */
export async function discover(db: Db, caller: Caller, types: readonly ReportType[]) {
  await academyScope(db, caller, "strict");
  return types.map(({ slug, label, description, filters, sortFields, detailFields, summary }) => ({
    slug,
    label,
    description,
    filters: filters.map(({ name }) => name),
    sort_fields: sortFields.flatMap((field) => [field, `-${field}`]),
    supports_detail: detailFields !== undefined,
    supports_summary: summary !== undefined,
  }));
}
