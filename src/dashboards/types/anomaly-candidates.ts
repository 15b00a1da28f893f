import { z } from "zod";
import { DAY_MS } from "#shared";
import { type Finding, rateFinding, type Severity } from "../anomaly.ts";
import {
  acceptanceOf,
  baselineScope,
  type DegradedRow,
  pairs,
  revenueOf,
  series,
  type SeriesRow,
  summed,
} from "../anomaly-series.query.ts";
import { byCodePoint } from "../by-code-point.ts";
import { tableOf } from "../csv-table.ts";
import { defineDashboardType, planOf, type Scope } from "../dashboard-type.ts";
import { days } from "../dashboards.schemas.ts";
import { degradedCounts } from "../trace-days.query.ts";

const MAX_DAYS = 365;

const params = z.object({
  baselineDays: days.optional().describe("Days before the window to compare with; default `days`."),
});

const row = z.strictObject({
  metric: z.enum(["acceptance_rate", "revenue", "degraded_scoring_rate"]),
  dimension: z.enum(["overall", "offer", "channel"]),
  dimensionKey: z.string(),
  dimensionName: z.string(),
  baseline: z.number(),
  current: z.number(),
  deltaPct: z.number(),
  zscore: z.number(),
  severity: z.enum(["info", "warning", "critical"]),
});
type Anomaly = z.infer<typeof row>;
type About = Pick<Anomaly, "metric" | "dimension" | "dimensionKey" | "dimensionName">;

const response = z.strictObject({
  data: z.array(row),
  period: z.strictObject({
    currentDays: z.int(),
    baselineDays: z.int(),
    since: z.iso.datetime(),
  }),
});

const OVERALL = {
  dimension: "overall",
  dimensionKey: "overall",
  dimensionName: "Overall",
} as const;

const SEVERITIES: readonly Severity[] = ["critical", "warning", "info"];

/** Worst first. */
const byWeight = (a: Anomaly, b: Anomaly): number =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
  Math.abs(b.zscore) - Math.abs(a.zscore) ||
  Math.abs(b.deltaPct) - Math.abs(a.deltaPct) ||
  byCodePoint(a.metric, b.metric) ||
  byCodePoint(a.dimension, b.dimension) ||
  byCodePoint(a.dimensionKey, b.dimensionKey);

const found = (about: About, finding: Finding | undefined): Anomaly[] =>
  finding ? [{ ...about, ...finding }] : [];

interface Tables {
  offers: [current: readonly SeriesRow[], baseline: readonly SeriesRow[]];
  channels: [current: readonly SeriesRow[], baseline: readonly SeriesRow[]];
  degraded: [current: DegradedRow | undefined, baseline: DegradedRow | undefined];
}

function anomalies({ offers, channels, degraded }: Tables, k: number): Anomaly[] {
  const overall = { about: OVERALL, now: summed(offers[0]), before: summed(offers[1]) };
  const perOffer = pairs("offer", ...offers);
  const rated = [overall, ...perOffer, ...pairs("channel", ...channels)];
  const [now, before] = degraded;
  const fallbacks = rateFinding({
    x0: before?.degraded ?? 0,
    n0: before?.scoring ?? 0,
    x1: now?.degraded ?? 0,
    n1: now?.scoring ?? 0,
  });
  return [
    ...rated.flatMap((pair) =>
      found({ metric: "acceptance_rate", ...pair.about }, acceptanceOf(pair)),
    ),
    ...perOffer.flatMap((pair) => found({ metric: "revenue", ...pair.about }, revenueOf(pair, k))),
    ...found({ metric: "degraded_scoring_rate", ...OVERALL }, fallbacks),
  ].toSorted(byWeight);
}

/** Length of the window / length of the baseline: in whole days, or exact where ends were given. */
function lengthRatio({ window, now }: Scope, baselineDays: number): number {
  if (window.period.from === undefined) return window.days / baselineDays;
  const length = Math.min(window.end, now) - window.from;
  return Math.max(0, length) / (baselineDays * DAY_MS);
}

export const anomalyCandidates = defineDashboardType({
  name: "anomaly_candidates",
  about: "What differs from the days before more than chance explains, worst first.",
  window: "days",
  segment: false,
  measuresElapsed: true,
  params,
  effective: ({ baselineDays }, window) => ({
    baselineDays: baselineDays ?? Math.min(window.days, MAX_DAYS),
  }),
  response,
  plan(scope, { baselineDays = scope.window.days }) {
    const before = baselineScope(scope, baselineDays);
    return planOf(
      [
        ...[scope, before].map((one) => series(one, "offer")),
        ...[scope, before].map((one) => series(one, "channel")),
        ...[scope, before].map((one) => degradedCounts(one, one.window)),
      ],
      (
        offersNow: SeriesRow[],
        offersBefore: SeriesRow[],
        channelsNow: SeriesRow[],
        channelsBefore: SeriesRow[],
        [degradedNow]: DegradedRow[],
        [degradedBefore]: DegradedRow[],
      ) => ({
        data: anomalies(
          {
            offers: [offersNow, offersBefore],
            channels: [channelsNow, channelsBefore],
            degraded: [degradedNow, degradedBefore],
          },
          lengthRatio(scope, baselineDays),
        ),
        period: {
          currentDays: scope.window.days,
          baselineDays,
          since: scope.window.period.since,
        },
      }),
    );
  },
  csv: ({ data }) => tableOf(row, data),
});
