import type { DashboardType } from "./dashboard-type.ts";
import { acceptanceRate } from "./types/acceptance-rate.ts";
import { anomalyCandidates } from "./types/anomaly-candidates.ts";
import { attributionSummary } from "./types/attribution-summary.ts";
import { budgetBurn } from "./types/budget-burn.ts";
import { channelEffectiveness } from "./types/channel-effectiveness.ts";
import { dailyTrend } from "./types/daily-trend.ts";
import { degradedScoring } from "./types/degraded-scoring.ts";
import { funnel } from "./types/funnel.ts";
import { latencyTrend } from "./types/latency-trend.ts";
import { modelMetricsTrend } from "./types/model-metrics-trend.ts";
import { offerPerformanceGrouped } from "./types/offer-performance-grouped.ts";
import { offerPerformance } from "./types/offer-performance.ts";
import { policyImpact } from "./types/policy-impact.ts";
import { revenueTrend } from "./types/revenue-trend.ts";
import { scoreDistribution } from "./types/score-distribution.ts";
import { selectionFrequency } from "./types/selection-frequency.ts";
import { summary } from "./types/summary.ts";
import { whyNotRanked } from "./types/why-not-ranked.ts";

/** Every type of dashboard, in the order in which callers are told of them. */
export const dashboardTypes: readonly DashboardType[] = [
  summary,
  acceptanceRate,
  offerPerformance,
  channelEffectiveness,
  budgetBurn,
  funnel,
  attributionSummary,
  dailyTrend,
  modelMetricsTrend,
  latencyTrend,
  offerPerformanceGrouped,
  revenueTrend,
  policyImpact,
  scoreDistribution,
  degradedScoring,
  selectionFrequency,
  whyNotRanked,
  anomalyCandidates,
];
