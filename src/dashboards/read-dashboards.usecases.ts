import type { z } from "zod";
import type { Db } from "#shared";
import { compute } from "./compute.ts";
import { dashboardTypes } from "./registry.ts";
import { readRequest, type Sent } from "./request.ts";
import type { acceptanceRate } from "./types/acceptance-rate.ts";
import type { anomalyCandidates } from "./types/anomaly-candidates.ts";
import type { attributionSummary } from "./types/attribution-summary.ts";
import type { budgetBurn } from "./types/budget-burn.ts";
import type { channelEffectiveness } from "./types/channel-effectiveness.ts";
import type { dailyTrend } from "./types/daily-trend.ts";
import type { degradedScoring } from "./types/degraded-scoring.ts";
import type { funnel } from "./types/funnel.ts";
import type { latencyTrend } from "./types/latency-trend.ts";
import type { modelMetricsTrend } from "./types/model-metrics-trend.ts";
import type { offerPerformance } from "./types/offer-performance.ts";
import type { policyImpact } from "./types/policy-impact.ts";
import type { revenueTrend } from "./types/revenue-trend.ts";
import type { scoreDistribution } from "./types/score-distribution.ts";
import type { selectionFrequency } from "./types/selection-frequency.ts";
import type { summary } from "./types/summary.ts";

type ResultOf<Type extends { response: z.ZodType }> = z.output<Type["response"]>;

/** What types answer, by name, for rooms that print them. */
export interface DashboardResults {
  summary: ResultOf<typeof summary>;
  acceptance_rate: ResultOf<typeof acceptanceRate>;
  offer_performance: ResultOf<typeof offerPerformance>;
  channel_effectiveness: ResultOf<typeof channelEffectiveness>;
  budget_burn: ResultOf<typeof budgetBurn>;
  funnel: ResultOf<typeof funnel>;
  attribution_summary: ResultOf<typeof attributionSummary>;
  daily_trend: ResultOf<typeof dailyTrend>;
  model_metrics_trend: ResultOf<typeof modelMetricsTrend>;
  latency_trend: ResultOf<typeof latencyTrend>;
  revenue_trend: ResultOf<typeof revenueTrend>;
  policy_impact: ResultOf<typeof policyImpact>;
  score_distribution: ResultOf<typeof scoreDistribution>;
  degraded_scoring: ResultOf<typeof degradedScoring>;
  selection_frequency: ResultOf<typeof selectionFrequency>;
  anomaly_candidates: ResultOf<typeof anomalyCandidates>;
}

/** What a dashboard shows, or the warning that it shows in its place. */
export type DashboardReading<Result> =
  | { result: Result; warning: null }
  | { result: null; warning: string };

export type DashboardReadings<Name extends keyof DashboardResults> = {
  [One in Name]: DashboardReading<DashboardResults[One]>;
};

/**
 * Several dashboards as of `now`, as one request for each of them would answer, all of one state of
 * the data. A parameter that a type does not take is nothing to it.
 * @throws AppError for parameters that a request would be refused for
 */
export async function readDashboards<Name extends keyof DashboardResults>(
  db: Db,
  tenantId: string,
  names: readonly Name[],
  sent: Sent,
  now: number,
): Promise<DashboardReadings<Name>> {
  const requests = names.map((type) => readRequest(dashboardTypes, { ...sent, type }, now));
  const { outcomes } = await compute(db, { tenantId, now }, requests);
  const readings = outcomes.map((outcome, at) => {
    if (!outcome.ok) throw outcome.error;
    const { result, warning } = outcome.computed;
    return [
      names[at],
      warning ? { result: null, warning: warning.text } : { result, warning: null },
    ];
  });
  return Object.fromEntries(readings) as DashboardReadings<Name>; // each as its type's schema says
}
