import type { ReportField, ReportType } from "../../report-type.ts";
import { churnAlertList } from "./churn-alert-list.ts";
import { writeAlerts } from "./churn-alerts.query.ts";
import { churnSummary } from "./churn-summary.query.ts";
import { writeChurnRows } from "./churn.query.ts";
import { churnReports } from "./churn.table.ts";
import { RISK_LEVELS } from "./risk-levels.ts";
import { USER_EMAIL } from "./user-email.ts";

const listFields: ReportField[] = [
  { name: "id", kind: "integer", about: "Row id." },
  { name: "user_id", kind: "integer", about: "The user." },
  USER_EMAIL,
  { name: "academy_id", kind: "integer", about: "The academy." },
  { name: "report_date", kind: "date", about: "The day that the row describes." },
  { name: "churn_risk_score", kind: "real", about: "Risk of leaving, 0 to 100." },
  { name: "risk_level", kind: "text", about: "LOW, MEDIUM, HIGH or CRITICAL." },
  {
    name: "days_since_last_activity",
    kind: "integer",
    about: "Calendar days since the last activity; 30 when there was none in 30 days.",
  },
  { name: "login_count_7d", kind: "integer", about: "Logins in the 7 days that end with the day." },
  { name: "assignments_completed_7d", kind: "integer", about: "Assignments in the same days." },
  {
    name: "has_payment_issues",
    kind: "flag",
    about: "Whether the subscription has a payment issue.",
  },
  { name: "subscription_status", kind: "text", about: "Status of the subscription." },
];

const detailFields: ReportField[] = [
  { name: "login_trend", kind: "real", about: "Logins against the 7 days before, in percent." },
  { name: "assignment_trend", kind: "real", about: "Assignments likewise." },
  {
    name: "avg_frustration_score",
    kind: "real",
    nullable: true,
    about: "Mean frustration in exercises, 0 to 100; null when nothing was measured.",
  },
  {
    name: "avg_engagement_score",
    kind: "real",
    nullable: true,
    about: "Mean engagement in exercises, 0 to 100; null when nothing was measured.",
  },
  {
    name: "days_until_renewal",
    kind: "integer",
    nullable: true,
    about: "Days to the next payment; negative when it is overdue.",
  },
  { name: "details", kind: "json", about: "How the score came about." },
  { name: "created_at", kind: "time", about: "When the row was first generated." },
];

/** Who is about to leave. */
export const churn: ReportType = {
  slug: "churn",
  label: "Churn Risk Report",
  description: "Daily user churn risk scores and alert signals",
  table: churnReports,
  listFields,
  detailFields,
  filters: [
    { name: "academy", kind: "scope" },
    { name: "date", kind: "date", column: "report_date", compare: "=" },
    {
      name: "risk_level",
      kind: "choice",
      column: "risk_level",
      compare: "=",
      choices: RISK_LEVELS,
    },
    { name: "user", kind: "integer", column: "user_id", compare: "=" },
    { name: "min_score", kind: "number", column: "churn_risk_score", compare: ">=" },
    { name: "max_score", kind: "number", column: "churn_risk_score", compare: "<=" },
  ],
  sortFields: ["report_date", "churn_risk_score", "risk_level", "created_at", "user_id"],
  countedByCoverage: true,
  summary: churnSummary,
  alerts: churnAlertList,
  generator: {
    writes: (run, mayWrite) => [...writeChurnRows(run, mayWrite), ...writeAlerts(run, mayWrite)],
    warnings: [],
  },
};
