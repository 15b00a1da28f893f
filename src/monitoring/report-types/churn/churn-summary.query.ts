import { sql } from "drizzle-orm";
import { z } from "zod";
import { inAcademies } from "../../lists/report-rows.ts";
import type { ReportSummary } from "../../report-type.ts";
import { rounded4 } from "../../rounding.ts";
import { RISK_LEVELS } from "./risk-levels.ts";

const levels = z.object(Object.fromEntries(RISK_LEVELS.map((level) => [level, z.int()])));

/** How many users are at risk, and how much. */
export const churnSummary: ReportSummary = {
  schema: z.object({
    total: z.int().describe("Rows."),
    average_score: z.number().describe("Mean of their scores, 4 decimals; 0 without rows."),
    payment_risk_count: z.int().describe("Rows with a payment issue."),
    unresolved_alert_count: z.int().describe("Open alerts of the academies, whatever was asked."),
    risk_levels: levels,
  }),
  statements: ({ tenantId, academyIds, rows }) => [
    sql`SELECT risk_level, count(*) AS count, sum(churn_risk_score) AS score,
        sum(has_payment_issues) AS payment_issues
      FROM churn_reports WHERE ${rows} GROUP BY risk_level`,
    sql`SELECT count(*) AS count FROM churn_alerts
      WHERE ${inAcademies(tenantId, academyIds)} AND resolved_at IS NULL`,
  ],
  answer([groups = [], alerts = []]) {
    const sum = (column: string) => groups.reduce((all, row) => all + Number(row[column]), 0);
    const total = sum("count");
    const counts = new Map(groups.map((row) => [row["risk_level"], Number(row["count"])]));
    return {
      total,
      average_score: total === 0 ? 0 : rounded4(sum("score") / total),
      payment_risk_count: sum("payment_issues"),
      unresolved_alert_count: Number(alerts[0]?.["count"] ?? 0),
      risk_levels: Object.fromEntries(RISK_LEVELS.map((level) => [level, counts.get(level) ?? 0])),
    };
  },
};
