import { isActiveStatus } from "./batch.ts";
import type { JobRow } from "./generation.table.ts";
import { alertDayOf, type JobSeed } from "./job-seed.ts";

/** A job as its batch object takes it in. */
const seedOf = (row: JobRow & { academy_id: number }): JobSeed => ({
  id: row.id,
  reportType: row.report_type,
  academyId: row.academy_id,
  dateStart: row.date_start,
  dateEnd: row.date_end,
  alertDay: alertDayOf(row.date_start, row.date_end, row.created_at),
  version: row.version,
  status: row.status,
  begun: row.progress_total > 0,
  startedAt: row.status === "RUNNING" ? row.started_at : null,
  done: (row.result.dates ?? [])
    .filter(({ status }) => status === "done")
    .map(({ date, generated_rows }) => ({ date, rows: generated_rows })),
  warnings: row.result.warnings ?? [],
});

export const isActiveRow = ({ status }: JobRow): boolean => isActiveStatus(status);

export const isAcademyJob = (row: JobRow): row is JobRow & { academy_id: number } =>
  row.academy_id !== null;

/** Rows by the batch that runs them: adopted jobs stay with their own. */
export function byBatch(
  rows: readonly JobRow[],
): { tenantId: string; batchId: string; seeds: JobSeed[] }[] {
  const groups = Map.groupBy(rows.filter(isAcademyJob), ({ tenant_id, batch_id }) =>
    JSON.stringify([tenant_id, batch_id]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    return [{ tenantId: first.tenant_id, batchId: first.batch_id, seeds: group.map(seedOf) }];
  });
}
