import { readableName } from "../../readable-name.ts";
import type { TemplateSection } from "../data-template.ts";
import { exact, money, NO_VALUE, percent, share, whole } from "../parts/numbers.ts";
import { figure, figures, NO_DATA, pairs, part, stack, table, words } from "../parts/tables.ts";
import type { Readings } from "./readings.ts";
import { shown } from "./reading-text.ts";

const MOST_SELECTED = 10;
const MOST_ANOMALIES = 50;

const selection = ({ selection_frequency }: Readings): string =>
  shown(selection_frequency, ({ data }) =>
    table(
      data.slice(0, MOST_SELECTED),
      [
        words("Offer", ({ offerName }) => offerName),
        figures("Eligible", ({ eligibleCount }) => whole(eligibleCount)),
        figures("Scored", ({ scoredCount }) => whole(scoredCount)),
        figures("Selected", ({ selectedCount }) => whole(selectedCount)),
        figures("Rate", ({ selectionRate }) => share(selectionRate, 1)),
        figures("Mean rank", ({ avgRank }) => exact(avgRank)),
      ],
      data.length,
    ),
  );

const scores = ({ score_distribution }: Readings): string =>
  shown(score_distribution, ({ data }) =>
    figure(
      {
        type: "histogram",
        title: "Scores",
        x: data.map(({ name }) => name),
        series: [{ name: "Scores", values: data.map(({ count }) => count) }],
      },
      { heading: "Score" },
    ),
  );

const degraded = ({ degraded_scoring }: Readings): string =>
  shown(degraded_scoring, ({ hasData, totalCount, degradedCount }) =>
    hasData
      ? pairs([
          ["Scored decisions", whole(totalCount)],
          ["Without the model", whole(degradedCount)],
          ["Share", share(degradedCount, totalCount)],
        ])
      : NO_DATA,
  );

const latency = ({ latency_trend }: Readings): string =>
  shown(latency_trend, ({ data }) =>
    figure(
      {
        type: "line",
        title: "Latency of completed runs, last seven days, in milliseconds",
        x: data.map(({ name }) => name),
        series: [
          { name: "p50", values: data.map(({ p50 }) => p50) },
          { name: "p99", values: data.map(({ p99 }) => p99) },
        ],
      },
      { heading: "Day" },
    ),
  );

const decisions = (readings: Readings): string =>
  stack(
    part("Selection", selection(readings)),
    part("Score Distribution", scores(readings)),
    part("Degraded Scoring", degraded(readings)),
    part("Latency", latency(readings)),
  );

const models = ({ model_metrics_trend }: Readings): string =>
  shown(model_metrics_trend, ({ aucTrend, featureImportance, modelCount, modelName }) => {
    if (modelCount === 0) return NO_DATA;
    const auc = figure(
      {
        type: "line",
        title: "AUC by day",
        x: aucTrend.map(({ name }) => name),
        series: [{ name: "AUC", values: aucTrend.map((row) => row.auc) }],
      },
      { heading: "Day", written: exact },
    );
    const features = figure(
      {
        type: "bar",
        title: "Feature importance",
        x: featureImportance.map(({ name }) => name),
        series: [{ name: "Importance", values: featureImportance.map(({ value }) => value) }],
      },
      { heading: "Feature", written: exact },
    );
    return stack(
      pairs([
        ["Models", whole(modelCount)],
        ["Shown here", modelName ?? NO_VALUE],
      ]),
      part("AUC", auc),
      part("Feature Importance", features),
    );
  });

const attribution = ({ attribution_summary }: Readings): string =>
  shown(attribution_summary, ({ data, totalConversions }) =>
    data.length === 0
      ? NO_DATA
      : stack(
          `Conversions over all models: ${whole(totalConversions)}.`,
          table(data, [
            words("Model", ({ model }) => readableName(model)),
            figures("Conversions", ({ conversions }) => whole(conversions)),
            figures("Total value", ({ totalValue }) => money(totalValue)),
            figures("Mean value", ({ avgValue }) => money(avgValue)),
          ]),
        ),
  );

const suppressions = ({ policy_impact }: Readings): string =>
  shown(policy_impact, ({ data, totalActive }) =>
    data.length === 0
      ? NO_DATA
      : stack(
          `Suppressions in force: ${whole(totalActive)}.`,
          figure(
            {
              type: "bar",
              title: "Suppressions in force by policy",
              x: data.map(({ policyType }) => readableName(policyType)),
              series: [{ name: "Suppressions", values: data.map(({ count }) => count) }],
            },
            { heading: "Policy" },
          ),
        ),
  );

/** Revenue is money, everything else that is watched a share. */
export const valueOf = (metric: string, value: number): string =>
  metric === "revenue" ? money(value) : share(value, 1);

const SEVERITIES = ["critical", "warning", "info"] as const;

const anomalies = ({ anomaly_candidates }: Readings): string =>
  shown(anomaly_candidates, ({ data }) => {
    if (data.length === 0) return NO_DATA;
    const counts = SEVERITIES.map(
      (severity) =>
        [
          readableName(severity),
          whole(data.filter((row) => row.severity === severity).length),
        ] as const,
    );
    const rows = table(
      data.slice(0, MOST_ANOMALIES),
      [
        words("Severity", ({ severity }) => readableName(severity)),
        words("Metric", ({ metric }) => readableName(metric)),
        words("Of", ({ dimension, dimensionName }) =>
          dimension === "overall" ? "Overall" : readableName(dimension) + ` ${dimensionName}`,
        ),
        figures("Before", ({ metric, baseline }) => valueOf(metric, baseline)),
        figures("Now", ({ metric, current }) => valueOf(metric, current)),
        figures("Change", ({ deltaPct }) => percent(deltaPct)),
        figures("z-score", ({ zscore }) => exact(zscore)),
      ],
      data.length,
    );
    return stack(pairs(counts), part("Candidates", rows));
  });

/** How decisions are made and what they lead to. */
export const insightSections = (readings: Readings): TemplateSection[] => [
  { heading: "Decisions", markdown: decisions(readings) },
  { heading: "Models", markdown: models(readings) },
  { heading: "Attribution", markdown: attribution(readings) },
  { heading: "Suppressions", markdown: suppressions(readings) },
  { heading: "Anomalies", markdown: anomalies(readings) },
];
