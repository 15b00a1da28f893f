import { readDashboards } from "#dashboards";
import { defineDataTemplate } from "../data-template.ts";
import { counted, money, whole } from "../parts/numbers.ts";
import { id, wholeNumber } from "../parts/parameters.ts";
import { insightSections, valueOf } from "./insight-sections.ts";
import { type Readings, TYPES } from "./readings.ts";
import { trafficSections } from "./traffic-sections.ts";

interface Performance {
  days: number;
  readings: Readings;
}

const sum = <Row>(rows: readonly Row[], of: (row: Row) => number): number =>
  rows.reduce((all, row) => all + of(row), 0);

export const performanceDashboard = defineDataTemplate({
  id: "33814f6c-a266-440b-91e9-cb02df1abb3a",
  name: "Performance Dashboard",
  description: "Inventory, traffic, revenue, offers, channels, budgets and models in one report.",
  category: "analysis",
  required_role: "user",
  estimated_time_minutes: 2,
  parameters: { days: wholeNumber("Days", [1, 365], 30), segment_id: id("Segment") },
  async collect({ db }, { tenantId, asOf }, { days, segment_id: segmentId }): Promise<Performance> {
    const sent = { days: String(days), ...(segmentId && { segmentId }) };
    return { days, readings: await readDashboards(db, tenantId, TYPES, sent, asOf) };
  },
  sections: ({ readings }) => [...trafficSections(readings), ...insightSections(readings)],
  facts({ days, readings }) {
    const { summary, daily_trend: daily, revenue_trend: revenue, anomaly_candidates } = readings;
    const span = `in the last ${counted(days, "day")}`;
    const inventory = summary.result
      ? [
          `The inventory has ${counted(summary.result.activeOffers, "active offer")} and ${counted(summary.result.activeChannels, "active channel")}.`,
        ]
      : [];
    const traffic = daily.result
      ? [
          `Traffic came to ${counted(
            sum(daily.result.data, (row) => row.impressions),
            "impression",
          )} and ${counted(
            sum(daily.result.data, (row) => row.conversions),
            "conversion",
          )} ${span}.`,
        ]
      : [];
    const income = revenue.result
      ? [`Revenue came to ${money(sum(revenue.result.data, (row) => row.revenue))} ${span}.`]
      : [];
    const [best] = readings.offer_performance.result?.data ?? [];
    const [worst] = anomaly_candidates.result?.data ?? [];
    return [
      ...inventory,
      ...traffic,
      ...income,
      ...(best && best.impressions > 0
        ? [
            `The offer with most traffic ${span} is “${best.name}” with ${whole(best.impressions)} impressions and ${whole(best.conversions)} conversions.`,
          ]
        : []),
      ...(worst
        ? [
            `The most striking change is that ${worst.metric.replaceAll("_", " ")} of “${worst.dimensionName}” went from ${valueOf(worst.metric, worst.baseline)} to ${valueOf(worst.metric, worst.current)}.`,
          ]
        : []),
    ];
  },
});
