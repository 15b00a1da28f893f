import type { Db } from "#shared";

export const ACTIVE = "('PENDING', 'RUNNING')";

/** The fingerprint while the job is active, if it is entitled to it and no other job holds it. */
const dedupKey = (job: string, status: string): string => `
  CASE WHEN ${status} IN ${ACTIVE} AND ${job}.forced = 0 AND ${job}.parent_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM report_generation_jobs other
      WHERE other.tenant_id = ${job}.tenant_id AND other.dedup_key = ${job}.fingerprint
        AND other.id <> ${job}.id)
  THEN ${job}.fingerprint END`;

const VERSION = "(view.value ->> 'version' + job.adoptions)";

// +tenant_id: the look-up goes by id, never along an index of all the tenant's jobs.
const PROJECT = `
  UPDATE report_generation_jobs AS job SET
    status = view.value ->> 'status', status_message = view.value ->> 'status_message',
    task_id = view.value ->> 'task_id', progress_current = view.value ->> 'progress_current',
    progress_total = view.value ->> 'progress_total',
    generated_rows = view.value ->> 'generated_rows', result = view.value -> 'result',
    error_log = view.value ->> 'error_log', started_at = view.value ->> 'started_at',
    finished_at = view.value ->> 'finished_at', version = ${VERSION},
    updated_at = ?3, dedup_key = ${dedupKey("job", "(view.value ->> 'status')")}
  FROM json_each(?2) view
  WHERE job.id = view.value ->> 'id' AND +job.tenant_id = ?1
    AND job.version <= ${VERSION}`;

/** Never inserts, so that a deleted job stays deleted; an older version never overwrites. */
export const projectStatement = (db: Db, tenantId: string, views: unknown, now: number) =>
  db.prepare(PROJECT).bind(tenantId, JSON.stringify(views), now);

const fold = (parents: string): string => `
  SELECT parent_id, count(*) AS children, sum(progress_current) AS progress_current,
    sum(progress_total) AS progress_total, sum(generated_rows) AS generated_rows,
    min(started_at) AS started_at,
    CASE WHEN max(status IN ${ACTIVE}) = 0 THEN max(finished_at) END AS finished_at,
    CASE WHEN max(status = 'RUNNING') THEN 'RUNNING' WHEN max(status = 'PENDING') THEN 'PENDING'
      WHEN min(status) = max(status) THEN min(status) ELSE 'PARTIAL' END AS status
  FROM report_generation_jobs
  WHERE tenant_id = ?1 AND parent_id IN (${parents})
  GROUP BY parent_id`;

const FOLDED = [
  "children_count",
  "progress_current",
  "progress_total",
  "generated_rows",
  "started_at",
  "finished_at",
  "status",
];
const folded = (from: string): string =>
  FOLDED.map((column) =>
    from === "fold" && column === "children_count" ? "fold.children" : `${from}.${column}`,
  ).join(", ");

const recompute = (parents: string): string => `
  UPDATE report_generation_jobs AS parent SET
    (${FOLDED.join(", ")}) = (${folded("fold")}),
    status_message = 'Batch of ' || fold.children || ' academies: ' || fold.status,
    version = parent.version + 1, updated_at = ?3,
    dedup_key = ${dedupKey("parent", "fold.status")}
  FROM (${fold(parents)}) fold
  WHERE parent.id = fold.parent_id AND +parent.tenant_id = ?1
    AND (${folded("parent")}) IS NOT (${folded("fold")})`;

const OF_IDS = recompute(`SELECT value FROM json_each(?2) UNION
  SELECT child.parent_id FROM json_each(?2) id
  CROSS JOIN report_generation_jobs child ON child.id = id.value AND +child.tenant_id = ?1`);

const OF_ADOPTERS = recompute(`SELECT parent.id FROM report_generation_jobs parent
  CROSS JOIN report_generation_jobs child
    ON child.tenant_id = ?1 AND child.parent_id = parent.id AND child.batch_id <> ?2
  WHERE parent.tenant_id = ?1 AND parent.batch_id = ?2 AND parent.academy_id IS NULL`);

/** Parents anew from their children; `ids` are parents or children of them. */
export const recomputeStatement = (db: Db, tenantId: string, ids: readonly number[], now: number) =>
  db.prepare(OF_IDS).bind(tenantId, JSON.stringify(ids), now);

/** The parent of a new batch, if it adopted a job: that one brought its progress along. */
export const adopterStatement = (db: Db, tenantId: string, batchId: string, now: number) =>
  db.prepare(OF_ADOPTERS).bind(tenantId, batchId, now);
