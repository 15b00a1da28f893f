import { sql } from "drizzle-orm";
import { index, integer, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

export const churnReports = sqliteTable(
  "churn_reports",
  {
    // Never used twice: a client that kept the id of a deleted row must not meet another one.
    id: integer().primaryKey({ autoIncrement: true }),
    tenant_id: text().notNull(),
    user_id: integer().notNull(),
    academy_id: integer().notNull(),
    report_date: text().notNull(),
    churn_risk_score: real().notNull(),
    risk_level: text().notNull(),
    days_since_last_activity: integer().notNull(),
    login_count_7d: integer().notNull(),
    assignments_completed_7d: integer().notNull(),
    has_payment_issues: integer().notNull(),
    subscription_status: text().notNull(),
    login_trend: real().notNull(),
    assignment_trend: real().notNull(),
    avg_frustration_score: real(),
    avg_engagement_score: real(),
    days_until_renewal: integer(),
    details: text().notNull(),
    created_at: integer().notNull(),
    /** Which alert conditions hold (`ALERT_TYPES`). They look at values before the rounding. */
    alert_bits: integer().notNull(),
  },
  (table) => [
    // The day before the user: a day is written as one run of this index, in its order.
    uniqueIndex("churn_reports_by_day").on(
      table.tenant_id,
      table.academy_id,
      table.report_date,
      table.user_id,
    ),
    index("churn_reports_by_newest").on(
      table.tenant_id,
      table.academy_id,
      table.report_date,
      table.id,
      table.alert_bits,
    ),
    index("churn_reports_by_score").on(
      table.tenant_id,
      table.academy_id,
      table.report_date,
      table.churn_risk_score,
    ),
    // The newest day of one user, without walking through everybody's days.
    index("churn_reports_by_user").on(
      table.tenant_id,
      table.academy_id,
      table.user_id,
      table.report_date,
    ),
  ],
);

export const churnAlerts = sqliteTable(
  "churn_alerts",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    tenant_id: text().notNull(),
    user_id: integer().notNull(),
    academy_id: integer().notNull(),
    alert_type: text().notNull(),
    severity: text().notNull(),
    /** The last date that confirmed it. */
    report_date: text().notNull(),
    triggered_at: integer().notNull(),
    resolved_at: integer(),
    /** Null when generation resolved it. */
    resolved_by_id: text(),
    action_taken: text(),
    metrics_snapshot: text().notNull(),
  },
  (table) => [
    uniqueIndex("churn_alerts_open")
      .on(table.tenant_id, table.academy_id, table.user_id, table.alert_type)
      .where(sql`resolved_at IS NULL`),
    index("churn_alerts_by_hand")
      .on(table.tenant_id, table.academy_id, table.user_id, table.alert_type, table.report_date)
      .where(sql`resolved_by_id IS NOT NULL`),
    index("churn_alerts_by_newest").on(table.tenant_id, table.academy_id, table.triggered_at),
    // Few are open, and more end every day: what looks for open ones must not walk all the past.
    index("churn_alerts_open_by_newest")
      .on(table.tenant_id, table.academy_id, table.triggered_at)
      .where(sql`resolved_at IS NULL`),
  ],
);
