import { type SQL, sql } from "drizzle-orm";
import type { DayRun } from "../../day-run.ts";
import { churnWindows } from "./churn-windows.ts";

/** Subscriptions `s` of the academy that put their user into the population of a date (7.1). */
export function inForce({ tenantId, academyId, date }: DayRun, s: SQL): SQL {
  const { start, end } = churnWindows(date);
  return sql`${s}.tenant_id = ${tenantId} AND ${s}.academy_id = ${academyId}
    AND ${s}.status IN ('ACTIVE', 'FREE_TRIAL', 'PAYMENT_ISSUE')
    AND (${s}.starts_at IS NULL OR ${s}.starts_at < ${end})
    AND (${s}.ended_at IS NULL OR ${s}.ended_at > ${start})`;
}

/** The one subscription of each user: latest start (none is earliest), then highest id. */
const chosen = (run: DayRun): SQL => sql`${inForce(run, sql`s`)} AND NOT EXISTS (
  SELECT 1 FROM subscriptions o WHERE ${inForce(run, sql`o`)} AND o.user_id = s.user_id
    AND (coalesce(o.starts_at, -9e15), o.id) > (coalesce(s.starts_at, -9e15), s.id))`;

/** Academies whose records count: this one, and null. As a table, for an OR would not use an index. */
const scopes = ({ academyId }: DayRun): SQL =>
  sql`(SELECT ${academyId} AS academy_id UNION ALL SELECT NULL)`;

const LOGIN = sql`a.kind = 'login'`;
const ASSIGNMENT = sql`a.kind IN ('assignment_status_updated', 'assignment_review_status_updated')`;

const summed = (kind: SQL, from: number, until: number): SQL =>
  sql`coalesce(sum(a.count)
    FILTER (WHERE a.timestamp >= ${from} AND a.timestamp < ${until} AND ${kind}), 0)`;

// CROSS JOIN keeps the order: by user along the index, so that grouping needs no sorting.
const activity = (run: DayRun): SQL => {
  const { lookback, previous, current, end } = churnWindows(run.date);
  return sql`SELECT s.user_id, s.id AS subscription_id, s.status AS subscription_status,
      s.next_payment_at, max(a.timestamp) AS last_at,
      ${summed(LOGIN, current, end)} AS logins,
      ${summed(LOGIN, previous, current)} AS logins_prev,
      ${summed(ASSIGNMENT, current, end)} AS assigned,
      ${summed(ASSIGNMENT, previous, current)} AS assigned_prev
    FROM subscriptions s CROSS JOIN ${scopes(run)} scope
    LEFT JOIN activities a ON a.tenant_id = ${run.tenantId} AND a.academy_id IS scope.academy_id
      AND a.user_id = s.user_id AND a.timestamp >= ${lookback} AND a.timestamp < ${end}
    WHERE ${chosen(run)}
    GROUP BY s.user_id`;
};

const telemetry = (run: DayRun): SQL => {
  const { previous, current, end } = churnWindows(run.date);
  return sql`SELECT s.user_id,
      avg(CASE WHEN t.recorded_at >= ${current} THEN t.engagement_score END) AS engaged,
      avg(CASE WHEN t.recorded_at < ${current} THEN t.engagement_score END) AS engaged_prev,
      avg(CASE WHEN t.recorded_at >= ${current} THEN t.frustration_score END) AS frustrated
    FROM subscriptions s CROSS JOIN ${scopes(run)} scope
    CROSS JOIN exercise_telemetry t ON t.tenant_id = ${run.tenantId}
      AND t.academy_id IS scope.academy_id AND t.user_id = s.user_id
      AND t.recorded_at >= ${previous} AND t.recorded_at < ${end}
    WHERE ${chosen(run)}
    GROUP BY s.user_id`;
};

const trend = (current: SQL, previous: SQL): SQL =>
  sql`(${current} - ${previous}) * 1.0 / max(${previous}, 1) * 100.0`;

/** The metrics of every user of the population (7.1), in the order of user ids, not rounded. */
export function churnMetrics(run: DayRun): SQL {
  const { start, end } = churnWindows(run.date);
  return sql`SELECT activity.*, telemetry.engaged, telemetry.engaged_prev, telemetry.frustrated,
      CASE WHEN activity.last_at IS NULL THEN 30
        ELSE CAST((${end} - 1 - activity.last_at) / 86400000.0 AS INTEGER) END AS days_idle,
      CAST(floor((activity.next_payment_at - ${start}) / 86400000.0) AS INTEGER)
        AS days_until_renewal,
      ${trend(sql`activity.logins`, sql`activity.logins_prev`)} AS login_trend,
      ${trend(sql`activity.assigned`, sql`activity.assigned_prev`)} AS assignment_trend,
      CASE WHEN telemetry.engaged_prev = 0 AND telemetry.engaged IS NOT NULL THEN 0.0
        ELSE (telemetry.engaged - telemetry.engaged_prev) / telemetry.engaged_prev * 100.0
        END AS engagement_trend,
      activity.subscription_status = 'PAYMENT_ISSUE' AS has_payment_issues
    FROM activity LEFT JOIN telemetry ON telemetry.user_id = activity.user_id`;
}

/** What `churnMetrics` reads: each source once. */
export const churnInputs = (run: DayRun): SQL =>
  sql`activity AS (${activity(run)}), telemetry AS MATERIALIZED (${telemetry(run)})`;
