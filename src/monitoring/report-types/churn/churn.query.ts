import { type SQL, sql } from "drizzle-orm";
import { type DayRun, printedTime } from "../../day-run.ts";
import { atLeast, roundedSql } from "../../rounding.ts";
import { upsert } from "../../upsert.ts";
import { alertBits } from "./churn-alerts.query.ts";
import { churnInputs, churnMetrics, inForce } from "./churn-metrics.query.ts";
import { printedWindows } from "./churn-windows.ts";
import { churnReports } from "./churn.table.ts";

// 7.2. The literals have the form of the oracle's, operation for operation: equal to the last bit.
const POINTS = sql`
  0.25 * min(metrics.days_idle / 14.0 * 100.0, 100.0) AS inactivity,
  coalesce(0.20 * max(-metrics.engagement_trend, 0.0), 0.0) AS engagement_decay,
  coalesce(0.15 * metrics.frustrated, 0.0) AS frustration,
  0.15 * max(-metrics.login_trend * 2.0, 0.0) AS login_decay,
  0.15 * max(-metrics.assignment_trend * 10.0, 0.0) AS assignment_stall,
  CASE WHEN metrics.has_payment_issues THEN 10.0 ELSE 0.0 END AS payment_issues`;

const RAW = sql`points.inactivity + points.engagement_decay + points.frustration + points.login_decay
  + points.assignment_stall + points.payment_issues`;

const LEVEL = sql`CASE WHEN ${atLeast(sql`scored.score`, 75)} THEN 'CRITICAL'
  WHEN ${atLeast(sql`scored.score`, 50)} THEN 'HIGH'
  WHEN ${atLeast(sql`scored.score`, 25)} THEN 'MEDIUM' ELSE 'LOW' END`;

const rounded = (column: string): SQL => roundedSql(sql`scored.${sql.identifier(column)}`);

const COMPONENTS = sql`json_object(
  'inactivity', ${rounded("inactivity")}, 'engagement_decay', ${rounded("engagement_decay")},
  'frustration', ${rounded("frustration")}, 'login_decay', ${rounded("login_decay")},
  'assignment_stall', ${rounded("assignment_stall")},
  'payment_issues', ${rounded("payment_issues")})`;

// 32 arguments: as many as D1 takes.
const METRICS = sql`json_object(
  'login_count_7d', scored.logins, 'login_count_prev_7d', scored.logins_prev,
  'login_trend', scored.login_trend_4,
  'assignments_completed_7d', scored.assigned, 'assignments_completed_prev_7d', scored.assigned_prev,
  'assignment_trend', scored.assignment_trend_4,
  'days_since_last_activity', scored.days_idle,
  'last_activity_at', ${printedTime(sql`scored.last_at`)},
  'avg_engagement_score', scored.engaged_4, 'avg_engagement_score_prev', ${rounded("engaged_prev")},
  'engagement_trend', ${rounded("engagement_trend")}, 'avg_frustration_score', scored.frustrated_4,
  'subscription_id', scored.subscription_id, 'subscription_status', scored.subscription_status,
  'has_payment_issues', json(CASE WHEN scored.has_payment_issues THEN 'true' ELSE 'false' END),
  'days_until_renewal', scored.days_until_renewal)`;

const details = (date: string): SQL => sql`json_object('algorithm', 'churn/1',
  'components', ${COMPONENTS}, 'raw_score', ${rounded("raw_score")},
  'windows', json(${JSON.stringify(printedWindows(date))}), 'metrics', ${METRICS})`;

// MATERIALIZED: each value is computed once, however often the rounding names it.
const rows = (run: DayRun): SQL => sql`WITH ${churnInputs(run)},
  metrics AS MATERIALIZED (${churnMetrics(run)}),
  points AS MATERIALIZED (SELECT metrics.*, ${POINTS} FROM metrics),
  scored AS MATERIALIZED (SELECT points.*, ${RAW} AS raw_score, min(${RAW}, 100.0) AS score,
    ${roundedSql(sql`points.login_trend`)} AS login_trend_4,
    ${roundedSql(sql`points.assignment_trend`)} AS assignment_trend_4,
    ${roundedSql(sql`points.engaged`)} AS engaged_4,
    ${roundedSql(sql`points.frustrated`)} AS frustrated_4 FROM points)
  SELECT ${run.tenantId} AS tenant_id, scored.user_id, ${run.academyId} AS academy_id,
    ${run.date} AS report_date, ${rounded("score")} AS churn_risk_score, ${LEVEL} AS risk_level,
    scored.days_idle AS days_since_last_activity, scored.logins AS login_count_7d,
    scored.assigned AS assignments_completed_7d, scored.has_payment_issues, scored.subscription_status,
    scored.login_trend_4 AS login_trend, scored.assignment_trend_4 AS assignment_trend,
    scored.frustrated_4 AS avg_frustration_score, scored.engaged_4 AS avg_engagement_score,
    scored.days_until_renewal, ${details(run.date)} AS details, ${run.now} AS created_at,
    ${alertBits(sql`scored`)} AS alert_bits
  FROM scored`;

const KEY = ["tenant_id", "academy_id", "report_date", "user_id"];

/** Puts the churn rows of a day in place and drops those whose user left the population (7.6). */
export const writeChurnRows = (run: DayRun, mayWrite: SQL): SQL[] => [
  upsert(churnReports, KEY, rows(run), mayWrite),
  sql`DELETE FROM churn_reports WHERE tenant_id = ${run.tenantId} AND academy_id = ${run.academyId}
    AND report_date = ${run.date} AND ${mayWrite} AND NOT EXISTS (
      SELECT 1 FROM subscriptions s
      WHERE ${inForce(run, sql`s`)} AND s.user_id = churn_reports.user_id)`,
];
