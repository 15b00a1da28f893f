import type { Db } from "#shared";
import type { JobStatus } from "./batch.ts";

/** Jobs created in a span of time by status, parents for their children, as lists show them. */
export async function countJobs(
  db: Db,
  tenantId: string,
  { from, end }: { from: number; end: number },
): Promise<{ status: JobStatus; count: number }[]> {
  const { results } = await db
    .prepare(
      `SELECT status, count(*) AS count FROM report_generation_jobs
       WHERE tenant_id = ? AND created_at >= ? AND created_at < ? AND parent_id IS NULL
       GROUP BY status ORDER BY status`,
    )
    .bind(tenantId, from, end)
    .all<{ status: JobStatus; count: number }>();
  return results;
}
