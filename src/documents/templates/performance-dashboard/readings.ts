import type { DashboardReadings } from "#dashboards";

/** The dashboard types that the report prints. */
export const TYPES = [
  "summary",
  "funnel",
  "daily_trend",
  "revenue_trend",
  "offer_performance",
  "acceptance_rate",
  "channel_effectiveness",
  "budget_burn",
  "selection_frequency",
  "score_distribution",
  "degraded_scoring",
  "latency_trend",
  "model_metrics_trend",
  "attribution_summary",
  "policy_impact",
  "anomaly_candidates",
] as const;

export type Readings = DashboardReadings<(typeof TYPES)[number]>;
