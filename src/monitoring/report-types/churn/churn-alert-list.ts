import type { ReportAlerts } from "../../report-type.ts";
import { ALERT_TYPES } from "./churn-alerts.query.ts";
import { churnAlerts } from "./churn.table.ts";
import { RISK_LEVELS } from "./risk-levels.ts";
import { USER_EMAIL } from "./user-email.ts";

/** The warnings that churn rows raise, as they are listed. */
export const churnAlertList: ReportAlerts = {
  table: churnAlerts,
  fields: [
    { name: "id", kind: "integer", about: "Alert id." },
    { name: "user_id", kind: "integer", about: "The user." },
    USER_EMAIL,
    { name: "academy_id", kind: "integer", about: "The academy." },
    { name: "alert_type", kind: "text", about: "The condition that holds." },
    { name: "severity", kind: "text", about: "LOW, MEDIUM, HIGH or CRITICAL." },
    { name: "report_date", kind: "date", about: "The last day that confirmed it." },
    { name: "triggered_at", kind: "time", about: "When it was first raised." },
    { name: "resolved_at", kind: "time", nullable: true, about: "When it ended; null while open." },
    {
      name: "resolved_by_id",
      kind: "text",
      nullable: true,
      about: "Who resolved it; null when generation did.",
    },
    { name: "action_taken", kind: "text", nullable: true, about: "What they did." },
    { name: "metrics_snapshot", kind: "json", about: "The metrics of that day." },
  ],
  filters: [
    { name: "academy", kind: "scope" },
    {
      name: "alert_type",
      kind: "choice",
      column: "alert_type",
      compare: "=",
      choices: ALERT_TYPES,
    },
    { name: "severity", kind: "choice", column: "severity", compare: "=", choices: RISK_LEVELS },
    { name: "user", kind: "integer", column: "user_id", compare: "=" },
    { name: "resolved", kind: "presence", column: "resolved_at" },
  ],
  sortFields: ["triggered_at", "resolved_at", "user_id"],
  defaultSort: "-triggered_at",
};
