import { sql } from "drizzle-orm";
import { DAY_MS, type Db } from "#shared";
import { dayStart } from "../report-dates.ts";
import { prepare } from "../statement.ts";

/** What a tenant's daily run has to do. */
export interface DueRun {
  /** Those in force, ascending. */
  academyIds: number[];
  /** Those that no run of this date has begun, in the order given. */
  types: string[];
}

/** A job that nobody asked for is one of a daily run, which takes place when its date is over. */
export async function readDueRun(
  db: Db,
  tenantId: string,
  date: string,
  types: readonly string[],
): Promise<DueRun> {
  const active = sql`SELECT id FROM academies
    WHERE tenant_id = ${tenantId} AND status = 'ACTIVE' ORDER BY id`;
  const due = sql`SELECT type.value AS slug FROM json_each(${JSON.stringify(types)}) type
    WHERE NOT EXISTS (SELECT 1 FROM report_generation_jobs job
      WHERE job.tenant_id = ${tenantId} AND job.created_at >= ${dayStart(date) + DAY_MS}
        AND job.parent_id IS NULL AND job.requested_by_id IS NULL AND job.report_type = type.value
        AND job.date_start = ${date})
    ORDER BY type.key`;
  const [academies, open] = await db.batch<{ id: number; slug: string }>([
    prepare(db, active),
    prepare(db, due),
  ]);
  return {
    academyIds: (academies?.results ?? []).map(({ id }) => id),
    types: (open?.results ?? []).map(({ slug }) => slug),
  };
}
