import { type SQL, sql } from "drizzle-orm";
import type { DayRun } from "../../day-run.ts";
import { atLeast } from "../../rounding.ts";

/** The conditions of 7.5 in the row `r` of unrounded values, one bit each; see `TYPES`. */
export const alertBits = (r: SQL): SQL => sql`CASE WHEN ${atLeast(sql`${r}.score`, 50)} THEN
  (${r}.days_idle >= 7)
  + 2 * (${r}.login_trend * 1e9 + 0.5 < -49999999999)
  + 4 * coalesce(${atLeast(sql`${r}.frustrated`, 70)}, 0)
  + 8 * ${r}.has_payment_issues
  + 16 * coalesce(${r}.subscription_status = 'FREE_TRIAL' AND ${r}.days_until_renewal <= 3, 0)
  ELSE 0 END`;

export const ALERT_TYPES = [
  "INACTIVITY",
  "ENGAGEMENT_DROP",
  "HIGH_FRUSTRATION",
  "PAYMENT_RISK",
  "TRIAL_EXPIRING",
] as const;

const TYPES = sql`(SELECT 1 AS bit, 'INACTIVITY' AS alert_type, NULL AS severity
  UNION ALL VALUES (2, 'ENGAGEMENT_DROP', NULL), (4, 'HIGH_FRUSTRATION', NULL),
    (8, 'PAYMENT_RISK', 'CRITICAL'), (16, 'TRIAL_EXPIRING', 'HIGH'))`;

const OPEN = sql`(tenant_id, academy_id, user_id, alert_type) WHERE resolved_at IS NULL`;

/** An alert `a` of the row `r` and the type at hand. */
const sameAlert = (a: SQL): SQL => sql`${a}.tenant_id = r.tenant_id
  AND ${a}.academy_id = r.academy_id AND ${a}.user_id = r.user_id
  AND ${a}.alert_type = alert_types.alert_type`;

const confirmed = (a: SQL): SQL => sql`${a}.severity, ${a}.report_date, ${a}.metrics_snapshot`;

/** Refreshes the open alerts of conditions that hold and opens new ones (7.5, rule 2). */
const confirm = ({ tenantId, academyId, date, now }: DayRun, mayTouch: SQL): SQL => sql`
  INSERT INTO churn_alerts (tenant_id, user_id, academy_id, alert_type, severity, report_date,
    triggered_at, metrics_snapshot)
  SELECT r.tenant_id, r.user_id, r.academy_id, alert_types.alert_type,
    coalesce(alert_types.severity, r.risk_level), r.report_date, ${now},
    json_extract(r.details, '$.metrics')
  FROM churn_reports r CROSS JOIN ${TYPES} alert_types
  WHERE r.tenant_id = ${tenantId} AND r.academy_id = ${academyId} AND r.report_date = ${date}
    AND r.alert_bits > 0 AND r.alert_bits & alert_types.bit AND ${mayTouch}
    AND (EXISTS (SELECT 1 FROM churn_alerts o
        WHERE ${sameAlert(sql`o`)} AND o.resolved_at IS NULL)
      OR NOT EXISTS (SELECT 1 FROM churn_alerts h
        WHERE ${sameAlert(sql`h`)} AND h.resolved_by_id IS NOT NULL
          AND h.report_date >= r.report_date))
  ON CONFLICT ${OPEN} DO UPDATE SET severity = excluded.severity,
    report_date = excluded.report_date, metrics_snapshot = excluded.metrics_snapshot
  WHERE (${confirmed(sql`churn_alerts`)}) IS NOT (${confirmed(sql`excluded`)})`;

/** Closes every open alert of the academy whose condition the day does not confirm (rule 3). */
const resolve = ({ tenantId, academyId, date, now }: DayRun, mayTouch: SQL): SQL => sql`
  UPDATE churn_alerts AS a SET resolved_at = ${now}
  WHERE a.tenant_id = ${tenantId} AND a.academy_id = ${academyId} AND a.resolved_at IS NULL
    AND ${mayTouch} AND NOT EXISTS (
      SELECT 1 FROM churn_reports r CROSS JOIN ${TYPES} alert_types
      WHERE ${sameAlert(sql`a`)} AND r.report_date = ${date}
        AND r.alert_bits & alert_types.bit)`;

/** The life of alerts on the day that decides about them; runs after the day's rows are in place. */
export function writeAlerts(run: DayRun, mayWrite: SQL): SQL[] {
  if (!run.alertDay) return [];
  // Rule 1: a later day has spoken already.
  const mayTouch = sql`${mayWrite} AND NOT EXISTS (SELECT 1 FROM report_coverage
    WHERE tenant_id = ${run.tenantId} AND report_type = 'churn' AND academy_id = ${run.academyId}
      AND date > ${run.date} AND date <= ${run.today})`;
  return [confirm(run, mayTouch), resolve(run, mayTouch)];
}
