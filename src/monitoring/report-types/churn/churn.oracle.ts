import { isoTimeOrNull } from "#shared";
import { rounded4, withoutNoise } from "../../rounding.ts";
import {
  type ChurnSources,
  type Metrics,
  metricsOf,
  population,
  type Subscription,
} from "./churn-metrics.oracle.ts";
import { churnWindows, printedWindows } from "./churn-windows.ts";

const trend = (current: number, previous: number): number =>
  ((current - previous) / Math.max(previous, 1)) * 100;

function engagementTrend(current: number | null, previous: number | null): number | null {
  if (current === null || previous === null) return null;
  return previous === 0 ? 0 : ((current - previous) / previous) * 100;
}

const trendsOf = (metrics: Metrics) => ({
  login: trend(metrics.logins, metrics.loginsBefore),
  assignment: trend(metrics.assigned, metrics.assignedBefore),
  engagement: engagementTrend(metrics.engaged, metrics.engagedBefore),
});

type Trends = ReturnType<typeof trendsOf>;

/** 7.2: the points of each component. */
const componentsOf = (metrics: Metrics, trends: Trends) => ({
  inactivity: 0.25 * Math.min((metrics.daysIdle / 14) * 100, 100),
  engagement_decay: 0.2 * Math.max(-(trends.engagement ?? 0), 0),
  frustration: 0.15 * (metrics.frustrated ?? 0),
  login_decay: 0.15 * Math.max(-trends.login * 2, 0),
  assignment_stall: 0.15 * Math.max(-trends.assignment * 10, 0),
  payment_issues: 0.1 * (metrics.hasPaymentIssues ? 100 : 0),
});

function levelOf(score: number): string {
  const value = withoutNoise(score);
  if (value >= 75) return "CRITICAL";
  if (value >= 50) return "HIGH";
  return value >= 25 ? "MEDIUM" : "LOW";
}

/** 7.5: the alerts whose condition holds, with their severity. */
function alertsOf(subscription: Subscription, metrics: Metrics, trends: Trends, level: string) {
  if (level !== "HIGH" && level !== "CRITICAL") return {};
  const { daysIdle, frustrated, daysUntilRenewal } = metrics;
  const trialEnds =
    subscription.status === "FREE_TRIAL" && daysUntilRenewal !== null && daysUntilRenewal <= 3;
  return {
    ...(daysIdle >= 7 && { INACTIVITY: level }),
    ...(withoutNoise(trends.login) <= -50 && { ENGAGEMENT_DROP: level }),
    ...(frustrated !== null && withoutNoise(frustrated) >= 70 && { HIGH_FRUSTRATION: level }),
    ...(metrics.hasPaymentIssues && { PAYMENT_RISK: "CRITICAL" }),
    ...(trialEnds && { TRIAL_EXPIRING: "HIGH" }),
  };
}

const roundedOrNull = (x: number | null): number | null => (x === null ? null : rounded4(x));

/** 7.3: `details.metrics`. */
const printedMetrics = (subscription: Subscription, metrics: Metrics, trends: Trends) => ({
  login_count_7d: metrics.logins,
  login_count_prev_7d: metrics.loginsBefore,
  login_trend: rounded4(trends.login),
  assignments_completed_7d: metrics.assigned,
  assignments_completed_prev_7d: metrics.assignedBefore,
  assignment_trend: rounded4(trends.assignment),
  days_since_last_activity: metrics.daysIdle,
  last_activity_at: isoTimeOrNull(metrics.lastAt),
  avg_engagement_score: roundedOrNull(metrics.engaged),
  avg_engagement_score_prev: roundedOrNull(metrics.engagedBefore),
  engagement_trend: roundedOrNull(trends.engagement),
  avg_frustration_score: roundedOrNull(metrics.frustrated),
  subscription_id: subscription.id,
  subscription_status: subscription.status,
  has_payment_issues: metrics.hasPaymentIssues,
  days_until_renewal: metrics.daysUntilRenewal,
});

function rowOf(sources: ChurnSources, subscription: Subscription, date: string) {
  const metrics = metricsOf(sources, subscription, churnWindows(date));
  const trends = trendsOf(metrics);
  const components = componentsOf(metrics, trends);
  const raw = Object.values(components).reduce((sum, points) => sum + points);
  const score = Math.min(raw, 100);
  const level = levelOf(score);
  const printed = printedMetrics(subscription, metrics, trends);
  const row = {
    user_id: subscription.user_id,
    academy_id: subscription.academy_id,
    report_date: date,
    churn_risk_score: rounded4(score),
    risk_level: level,
    days_since_last_activity: metrics.daysIdle,
    login_count_7d: metrics.logins,
    assignments_completed_7d: metrics.assigned,
    has_payment_issues: Number(metrics.hasPaymentIssues),
    subscription_status: subscription.status,
    login_trend: printed.login_trend,
    assignment_trend: printed.assignment_trend,
    avg_frustration_score: printed.avg_frustration_score,
    avg_engagement_score: printed.avg_engagement_score,
    days_until_renewal: metrics.daysUntilRenewal,
    details: {
      algorithm: "churn/1",
      components: Object.fromEntries(
        Object.entries(components).map(([name, points]) => [name, rounded4(points)]),
      ),
      raw_score: rounded4(raw),
      windows: printedWindows(date),
      metrics: printed,
    },
  };
  return { row, alerts: alertsOf(subscription, metrics, trends, level) };
}

/**
 * The readable statement of churn/1 (monitoring contract, section 7): the rows that a day of an
 * academy has, by user, and the alerts that hold for each (alert type → severity). Times are in
 * milliseconds; what is stored is rounded to four decimals. The SQL is tested against it.
 */
export const expectedChurn = (sources: ChurnSources, academyId: number, date: string) =>
  population(sources.subscriptions, academyId, churnWindows(date)).map((subscription) =>
    rowOf(sources, subscription, date),
  );
