import { and, asc, eq, isNotNull, lt, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Db } from "#shared";
import { reportGenerationJobs as jobs, type JobRow } from "./generation.table.ts";
import type { JobView } from "./job-view.ts";
import { ACTIVE, projectStatement, recomputeStatement } from "./job-statements.ts";

/** Views in one statement: each has at most 90 days, so a parameter stays far under 2 MB. */
const VIEWS = 20;

/**
 * Tells D1 of jobs, and what follows for their parents, in one transaction.
 * @returns ids of those that are not there any more.
 */
export async function projectJobs(
  db: Db,
  tenantId: string,
  views: readonly JobView[],
  now: number,
): Promise<number[]> {
  const ids = views.map(({ id }) => id);
  const portions = Array.from({ length: Math.ceil(views.length / VIEWS) }, (_, at) =>
    views.slice(at * VIEWS, (at + 1) * VIEWS),
  );
  const present = db.prepare(
    `SELECT job.id FROM json_each(?2) id
     CROSS JOIN report_generation_jobs job ON job.id = id.value AND +job.tenant_id = ?1`,
  );
  const results = await db.idempotent.batch<{ id: number }>([
    ...portions.map((portion) => projectStatement(db, tenantId, portion, now)),
    recomputeStatement(db, tenantId, ids, now),
    present.bind(tenantId, JSON.stringify(ids)),
  ]);
  const found = new Set(results.at(-1)?.results.map(({ id }) => id));
  return ids.filter((id) => !found.has(id));
}

/**
 * Holds while the job is active under this run. With the fence of coverage (a write changes nothing
 * after one that began to read later) it needs no token per lease: of two attempts of one run the
 * later reader wins, whichever writes last, and a cancel, a retry or an end closes it for both.
 */
export const stillActive = (
  tenantId: string,
  { jobId, run }: { jobId: number; run: string },
): SQL =>
  sql`EXISTS (SELECT 1 FROM report_generation_jobs WHERE id = ${jobId}
    AND tenant_id = ${tenantId} AND task_id = ${run} AND status IN ('PENDING', 'RUNNING'))`;

/** The database's clock, the same for all workers; null when the job is not active under this run. */
export async function beginUnit(
  db: Db,
  tenantId: string,
  unit: { jobId: number; run: string },
): Promise<number | null> {
  const now = sql<number>`CAST(unixepoch('subsec') * 1000 AS INTEGER)`;
  const [row] = await drizzle(db).all<{ now: number }>(
    sql`SELECT ${now} AS now WHERE ${stillActive(tenantId, unit)}`,
  );
  return row?.now ?? null;
}

export const findJob = (db: Db, tenantId: string, id: number): Promise<JobRow | undefined> =>
  drizzle(db)
    .select()
    .from(jobs)
    .where(and(eq(jobs.tenant_id, tenantId), eq(jobs.id, id)))
    .get();

export const childrenOf = (db: Db, tenantId: string, parentId: number): Promise<JobRow[]> =>
  drizzle(db)
    .select()
    .from(jobs)
    .where(and(eq(jobs.tenant_id, tenantId), eq(jobs.parent_id, parentId)))
    .orderBy(asc(jobs.id));

/** Active jobs of any tenant that their batch object has not told of since `before`, oldest first. */
export const staleJobs = (db: Db, before: number, limit: number): Promise<JobRow[]> =>
  drizzle(db)
    .select()
    .from(jobs)
    .where(
      and(
        // As the partial index says it: bound values would not be known to match, and all would be read.
        sql`status IN ('PENDING', 'RUNNING')`,
        isNotNull(jobs.academy_id),
        lt(jobs.updated_at, before),
      ),
    )
    .orderBy(asc(jobs.updated_at))
    .limit(limit);

const REMOVE = `
  DELETE FROM report_generation_jobs
  WHERE tenant_id = ?1 AND (id = ?2 OR parent_id = ?2)
    AND NOT EXISTS (SELECT 1 FROM report_generation_jobs busy WHERE busy.tenant_id = ?1
      AND (busy.id = ?2 OR busy.parent_id = ?2) AND busy.status IN ${ACTIVE})`;

const REMOVE_CHILDLESS = `
  DELETE FROM report_generation_jobs
  WHERE tenant_id = ?1 AND id = ?2 AND academy_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM report_generation_jobs child
      WHERE child.tenant_id = ?1 AND child.parent_id = ?2)`;

/** Removes a job with its children unless one of them is active. @returns whether it is gone. */
export async function removeJob(db: Db, job: JobRow, now: number): Promise<boolean> {
  const { tenant_id: tenantId } = job;
  const parentId = job.parent_id ?? job.id;
  const left = "SELECT id FROM report_generation_jobs WHERE id = ?2 AND +tenant_id = ?1";
  const results = await db.idempotent.batch([
    db.prepare(REMOVE).bind(tenantId, job.id),
    db.prepare(REMOVE_CHILDLESS).bind(tenantId, parentId),
    recomputeStatement(db, tenantId, [parentId], now),
    db.prepare(left).bind(tenantId, job.id),
  ]);
  return results.at(-1)?.results.length === 0;
}
