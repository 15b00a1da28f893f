import { type SQL, sql } from "drizzle-orm";
import type { JobRow } from "#generation";

/** The academies of a parent's jobs; null elsewhere. An academy that is gone has only its id. */
export const INCLUDED_ACADEMIES = sql`CASE WHEN job.academy_id IS NULL THEN (
  SELECT json_group_array(json_object('id', child.academy_id, 'slug', academy.slug,
    'name', academy.name) ORDER BY child.academy_id)
  FROM report_generation_jobs child
  LEFT JOIN academies academy
    ON academy.tenant_id = child.tenant_id AND academy.id = child.academy_id
  WHERE child.tenant_id = job.tenant_id AND child.parent_id = job.id) END`;

export const includedAcademies = (tenantId: string, jobId: number): SQL => sql`
  SELECT ${INCLUDED_ACADEMIES} AS included FROM report_generation_jobs job
  WHERE job.id = ${jobId} AND +job.tenant_id = ${tenantId}`;

/**
 * A job by id, if it may be seen: that of an academy in scope, or a parent all of whose academies
 * are. A child of a visible parent is in scope itself.
 * @param scope a subquery of academy ids
 */
export const visibleJob = (
  tenantId: string,
  scope: SQL,
  { type, id }: { type: string; id: number },
): SQL => sql`
  WITH scope AS ${scope}
  SELECT job.*, ${INCLUDED_ACADEMIES} AS included_academies
  FROM report_generation_jobs job
  WHERE job.id = ${id} AND +job.tenant_id = ${tenantId} AND job.report_type = ${type}
    AND CASE WHEN job.academy_id IS NOT NULL THEN job.academy_id IN scope
      ELSE NOT EXISTS (SELECT 1 FROM report_generation_jobs child
        WHERE child.tenant_id = ${tenantId} AND child.parent_id = job.id
          AND child.academy_id NOT IN scope) END`;

/**
 * The jobs of a list, as a subquery named `job`: visible parents, and jobs of academies in scope
 * whose parent is none or not visible. A parent has as many children as there are academies, so none
 * is read that is not shown: `found` goes from one academy with jobs to the next, and for each
 * parent one child outside the scope is looked for. (Not materialized, `outside` would be computed
 * for each parent anew.)
 */
export const shownJobs = (tenantId: string, scope: SQL): SQL => sql`(
  WITH RECURSIVE scope AS ${scope},
  found(id) AS (
    SELECT min(academy_id) FROM report_generation_jobs
    WHERE tenant_id = ${tenantId} AND parent_id IS NOT NULL
    UNION ALL
    SELECT (SELECT min(academy_id) FROM report_generation_jobs
      WHERE tenant_id = ${tenantId} AND parent_id IS NOT NULL AND academy_id > found.id)
    FROM found WHERE found.id IS NOT NULL),
  outside AS MATERIALIZED (SELECT id FROM found WHERE id NOT IN scope),
  hidden AS (SELECT parent.id FROM report_generation_jobs parent
    WHERE parent.tenant_id = ${tenantId} AND parent.parent_id IS NULL
      AND parent.academy_id IS NULL
      AND EXISTS (SELECT 1 FROM outside CROSS JOIN report_generation_jobs child
        ON child.tenant_id = ${tenantId} AND child.parent_id = parent.id
          AND child.academy_id = outside.id))
  SELECT * FROM report_generation_jobs WHERE tenant_id = ${tenantId} AND parent_id IS NULL
    AND CASE WHEN academy_id IS NULL THEN id NOT IN hidden ELSE academy_id IN scope END
  UNION ALL
  SELECT child.* FROM hidden CROSS JOIN report_generation_jobs child
    ON child.tenant_id = ${tenantId} AND child.parent_id = hidden.id
  WHERE child.academy_id IN scope) job`;

export interface JobsFilter {
  /** Empty: any. */
  statuses: readonly JobRow["status"][];
  /** Empty: any. */
  reportType: string;
}

/** Filters look at the rows that are shown, not at what stands behind them. */
export const fitting = ({ statuses, reportType }: JobsFilter): SQL => {
  const status = sql`job.status IN (SELECT value FROM json_each(${JSON.stringify(statuses)}))`;
  const type = sql`job.report_type = ${reportType}`;
  const wanted = [statuses.length > 0 ? status : [], reportType === "" ? [] : type].flat();
  return sql.join([sql`1`, ...wanted], sql` AND `);
};
