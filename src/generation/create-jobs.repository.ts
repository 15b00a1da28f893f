import type { Db } from "#shared";
import type { JobRow } from "./generation.table.ts";
import { ACTIVE, adopterStatement } from "./job-statements.ts";

/** What all jobs of one POST have in common. */
export interface NewJobs {
  report_type: string;
  batch_id: string;
  date_start: string;
  date_end: string;
  now: number;
  requested_by_id: string | null;
  params: JobRow["params"];
  forced: 0 | 1;
}

export interface NewJob {
  academy_id: number;
  fingerprint: string;
}

const COLUMNS = `tenant_id, report_type, batch_id, date_start, date_end, created_at, updated_at,
  requested_by_id, params, forced, status, status_message, result, version,
  academy_id, fingerprint, dedup_key, parent_id, children_count`;

const COMMON = `?1, ?2 ->> 'report_type', ?2 ->> 'batch_id', ?2 ->> 'date_start', ?2 ->> 'date_end',
  ?2 ->> 'now', ?2 ->> 'now', ?2 ->> 'requested_by_id', ?2 -> 'params', ?2 ->> 'forced',
  'PENDING', 'Queued', '{}', 1`;

const ENTITLED = (fingerprint: string) => `CASE ?2 ->> 'forced' WHEN 0 THEN ${fingerprint} END`;
const IN_BATCH = (job: string) => `${job}.tenant_id = ?1 AND ${job}.batch_id = ?2 ->> 'batch_id'`;
const FOUND = (fingerprint: string, kind: string) => `?2 ->> 'forced' = 0 AND EXISTS (
  SELECT 1 FROM report_generation_jobs found WHERE found.tenant_id = ?1
    AND found.fingerprint = ${fingerprint} AND found.status IN ${ACTIVE} AND found.${kind})`;

// The look-up is inside the insert: of simultaneous equal requests one creates. Rows of the batch
// itself are left alone, so that a repeated statement changes nothing.
const STANDALONES = `
  INSERT INTO report_generation_jobs (${COLUMNS})
  SELECT ${COMMON}, new.value ->> 'academy_id', new.value ->> 'fingerprint',
    ${ENTITLED("new.value ->> 'fingerprint'")}, NULL, 0
  FROM json_each(?3) new
  WHERE NOT (${FOUND("new.value ->> 'fingerprint'", "academy_id IS NOT NULL")})
    AND NOT EXISTS (SELECT 1 FROM report_generation_jobs own
      WHERE ${IN_BATCH("own")} AND own.academy_id = new.value ->> 'academy_id')
  ON CONFLICT DO NOTHING`;

const PARENT = `
  INSERT INTO report_generation_jobs (${COLUMNS})
  SELECT ${COMMON}, NULL, ?3, ${ENTITLED("?3")}, NULL, ?4
  WHERE NOT (${FOUND("?3", "academy_id IS NULL")})
    AND NOT EXISTS (SELECT 1 FROM report_generation_jobs own WHERE ${IN_BATCH("own")})
  ON CONFLICT DO NOTHING`;

const NO_CHILD_YET = (fingerprint: string) => `NOT EXISTS (
  SELECT 1 FROM report_generation_jobs child WHERE child.tenant_id = ?1
    AND child.parent_id = parent.id AND child.fingerprint = ${fingerprint})`;

const ADOPT = `
  UPDATE report_generation_jobs AS job
  SET parent_id = parent.id, dedup_key = NULL, updated_at = ?2 ->> 'now',
    version = job.version + 1, adoptions = job.adoptions + 1
  FROM report_generation_jobs parent
  WHERE ${IN_BATCH("parent")} AND parent.academy_id IS NULL AND +job.tenant_id = ?1
    AND job.id IN (SELECT max(id) FROM report_generation_jobs
      WHERE tenant_id = ?1 AND status IN ${ACTIVE} AND academy_id IS NOT NULL AND parent_id IS NULL
        AND fingerprint IN (SELECT value ->> 'fingerprint' FROM json_each(?3))
      GROUP BY fingerprint)
    AND ${NO_CHILD_YET("job.fingerprint")}`;

const CHILDREN = `
  INSERT INTO report_generation_jobs (${COLUMNS})
  SELECT ${COMMON}, new.value ->> 'academy_id', new.value ->> 'fingerprint', NULL, parent.id, 0
  FROM json_each(?3) new
  CROSS JOIN report_generation_jobs parent ON ${IN_BATCH("parent")} AND parent.academy_id IS NULL
  WHERE ${NO_CHILD_YET("new.value ->> 'fingerprint'")}`;

const ACTIVE_BY_FINGERPRINT = `
  SELECT * FROM report_generation_jobs WHERE id IN (
    SELECT max(id) FROM report_generation_jobs
    WHERE tenant_id = ?1 AND status IN ${ACTIVE} AND academy_id IS NOT NULL
      AND fingerprint IN (SELECT value ->> 'fingerprint' FROM json_each(?2))
    GROUP BY fingerprint)
  ORDER BY academy_id`;

const ACTIVE_PARENT = `
  SELECT * FROM report_generation_jobs
  WHERE tenant_id = ?1 AND fingerprint = ?2 AND status IN ${ACTIVE} AND academy_id IS NULL
  ORDER BY id DESC LIMIT 1`;

const OWN_CHILDREN = `
  SELECT * FROM report_generation_jobs
  WHERE tenant_id = ?1 AND batch_id = ?2 AND academy_id IS NOT NULL ORDER BY id`;

type StoredRow = Omit<JobRow, "params" | "result"> & { params: string; result: string };

const fromStored = (row: StoredRow): JobRow => ({
  ...row,
  params: JSON.parse(row.params),
  result: JSON.parse(row.result),
});

/** A job an academy where none is active. @returns per academy the active job, its own or found. */
export async function createStandalones(
  db: Db,
  tenantId: string,
  common: NewJobs,
  jobs: readonly NewJob[],
): Promise<JobRow[]> {
  const list = JSON.stringify(jobs);
  const results = await db.idempotent.batch<StoredRow>([
    db.prepare(STANDALONES).bind(tenantId, JSON.stringify(common), list),
    db.prepare(ACTIVE_BY_FINGERPRINT).bind(tenantId, list),
  ]);
  return (results.at(-1)?.results ?? []).map(fromStored);
}

/**
 * A parent with a job an academy; unforced, active standalone jobs become its children.
 * @returns the active parent, new or found, and the jobs that were made for it.
 */
export async function createFamily(
  db: Db,
  tenantId: string,
  common: NewJobs,
  fingerprint: string,
  jobs: readonly NewJob[],
): Promise<{ parent: JobRow | undefined; made: JobRow[] }> {
  const shared = JSON.stringify(common);
  const list = JSON.stringify(jobs);
  const adopt = common.forced ? [] : [db.prepare(ADOPT).bind(tenantId, shared, list)];
  const results = await db.idempotent.batch<StoredRow>([
    db.prepare(PARENT).bind(tenantId, shared, fingerprint, jobs.length),
    ...adopt,
    db.prepare(CHILDREN).bind(tenantId, shared, list),
    adopterStatement(db, tenantId, common.batch_id, common.now),
    db.prepare(ACTIVE_PARENT).bind(tenantId, fingerprint),
    db.prepare(OWN_CHILDREN).bind(tenantId, common.batch_id),
  ]);
  const [parents, made] = results.slice(-2).map(({ results: rows }) => rows.map(fromStored));
  return { parent: parents?.[0], made: made ?? [] };
}
