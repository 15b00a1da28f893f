import { beforeAll, expect, it } from "vitest";
import {
  amount,
  answer,
  chartsIn,
  fill,
  grouped,
  inPercent,
  inWords,
  measures,
  type Office,
  openOffice,
  sectionOf,
  tableIn,
  write,
} from "./kit.ts";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
  await fill(office, 0);
}, 60_000);

const dashboard = (type: string, query = "days=30") =>
  answer(office, `/api/v1/dashboard-data?type=${type}&${query}`);

interface Case {
  type: string;
  section: string;
  part?: string;
  /** The rows of the API as the table prints them. */
  // oxlint-disable-next-line typescript/no-explicit-any -- answers of every type
  rows: (result: any) => Record<string, string>[];
}

// oxlint-disable-next-line typescript/no-explicit-any -- rows of every type
type Row = any;

const CASES: Case[] = [
  {
    type: "daily_trend",
    section: "Traffic",
    rows: ({ data }) =>
      data.map((row: Row) => ({
        Day: row.name,
        Impressions: grouped(row.impressions),
        Conversions: grouped(row.conversions),
      })),
  },
  {
    type: "revenue_trend",
    section: "Revenue",
    rows: ({ data }) => data.map((row: Row) => ({ Day: row.name, Revenue: amount(row.revenue) })),
  },
  {
    type: "acceptance_rate",
    section: "Offers",
    part: "Acceptance",
    rows: ({ data }) =>
      data.map((row: Row) => ({
        Offer: row.offerName,
        Impressions: grouped(row.impressions),
        Positive: grouped(row.positive),
        Negative: grouped(row.negative),
        Rate: inPercent(row.acceptanceRate * 100),
      })),
  },
  {
    type: "channel_effectiveness",
    section: "Channels",
    rows: ({ data }) =>
      data.map((row: Row) => ({
        Channel: row.channelName,
        Impressions: grouped(row.impressions),
        Conversions: grouped(row.conversions),
        Effectiveness: `${row.effectiveness}%`,
      })),
  },
  {
    type: "budget_burn",
    section: "Budgets",
    rows: ({ data }) =>
      data.map((row: Row) => ({
        Offer: row.offerId,
        Allocated: amount(row.allocated),
        Spent: amount(row.spent),
        Remaining: amount(row.remaining),
        Burned: `${row.burnRate}%`,
      })),
  },
  {
    type: "selection_frequency",
    section: "Decisions",
    part: "Selection",
    rows: ({ data }) =>
      data.slice(0, 10).map((row: Row) => ({
        Offer: row.offerName,
        Eligible: grouped(row.eligibleCount),
        Scored: grouped(row.scoredCount),
        Selected: grouped(row.selectedCount),
        Rate: inPercent(row.selectionRate * 100),
        "Mean rank": String(row.avgRank),
      })),
  },
  {
    type: "score_distribution",
    section: "Decisions",
    part: "Score Distribution",
    rows: ({ data }) => data.map((row: Row) => ({ Score: row.name, Scores: grouped(row.count) })),
  },
  {
    type: "latency_trend",
    section: "Decisions",
    part: "Latency",
    rows: ({ data }) =>
      data.map((row: Row) => ({ Day: row.name, p50: grouped(row.p50), p99: grouped(row.p99) })),
  },
  {
    type: "model_metrics_trend",
    section: "Models",
    part: "AUC",
    rows: ({ aucTrend }) => aucTrend.map((row: Row) => ({ Day: row.name, AUC: String(row.auc) })),
  },
  {
    type: "attribution_summary",
    section: "Attribution",
    rows: ({ data }) =>
      data.map((row: Row) => ({
        Model: inWords(row.model),
        Conversions: grouped(row.conversions),
        "Total value": amount(row.totalValue),
        "Mean value": amount(row.avgValue),
      })),
  },
  {
    type: "policy_impact",
    section: "Suppressions",
    rows: ({ data }) =>
      data.map((row: Row) => ({
        Policy: inWords(row.policyType),
        Suppressions: grouped(row.count),
      })),
  },
  {
    type: "funnel",
    section: "Inventory",
    part: "From Offers to Creatives",
    rows: ({ stages }) =>
      stages.map((row: Row) => ({ Stage: row.label, Count: grouped(row.count) })),
  },
];

it("shows what each dashboard type answers at the same instant", async () => {
  const text = await write(office, "Performance Dashboard");
  for (const { type, section, part, rows } of CASES) {
    const expected = rows(await dashboard(type));
    expect(expected.length, type).toBeGreaterThan(0);
    expect(tableIn(sectionOf(text, section, part)), type).toEqual(expected);
  }
  const summary = await dashboard("summary");
  expect(measures(sectionOf(text, "Inventory"))).toEqual({
    "Active offers": grouped(summary.activeOffers),
    "Active channels": grouped(summary.activeChannels),
    "Active experiments": grouped(summary.activeExperiments),
    Journeys: grouped(summary.totalJourneys),
    "Active triggers": grouped(summary.activeTriggers),
    "Pending approvals": grouped(summary.pendingApprovals),
  });
  const degraded = await dashboard("degraded_scoring");
  expect(measures(sectionOf(text, "Decisions", "Degraded Scoring"))).toMatchObject({
    "Scored decisions": grouped(degraded.totalCount),
    "Without the model": grouped(degraded.degradedCount),
  });
  const anomalies: Row[] = (await dashboard("anomaly_candidates")).data;
  const counts = measures(sectionOf(text, "Anomalies"));
  for (const severity of ["critical", "warning", "info"]) {
    expect(counts[inWords(severity)]).toBe(
      String(anomalies.filter((a) => a.severity === severity).length),
    );
  }
  const revenue: Row[] = (await dashboard("revenue_trend")).data;
  const total = amount(revenue.reduce((sum, row) => sum + row.revenue, 0));
  expect(sectionOf(text, "Revenue")).toContain(`Total revenue: ${total}.`);
  expect(sectionOf(text, "Key Facts")).toContain(`Revenue came to ${total} in the last 30 days.`);
});

it("shows the twenty best offers in full and draws ten", async () => {
  const text = await write(office, "Performance Dashboard", { days: 7 });
  const { data } = await dashboard("offer_performance", "days=7");
  const [, table = ""] = sectionOf(text, "Offers", "Performance").split("\n\n| Offer | Priority");
  expect(tableIn(`| Offer | Priority${table}`)).toEqual(
    data.map((row: Row) => ({
      Offer: row.name,
      Priority: grouped(row.priority),
      Creatives: grouped(row.creativeCount),
      Impressions: grouped(row.impressions),
      Conversions: grouped(row.conversions),
      Rate: `${row.conversionRate}%`,
      Revenue: amount(row.revenue),
    })),
  );
  const [chart] = chartsIn(sectionOf(text, "Offers"));
  expect(chart?.series[0]?.values).toEqual(
    data.slice(0, 10).map(({ impressions }: Row) => impressions),
  );
});

it("counts a segment where a type takes one, and prints the warning where it cannot", async () => {
  const { data } = await answer(office, "/api/v1/dashboard-data?type=daily_trend&segmentId=none");
  expect(data).toEqual([]);
  const text = await write(office, "Performance Dashboard", { segment_id: "none" });
  expect(sectionOf(text, "Traffic")).toBe('**Warning:** Segment "none" was not found.');
  expect(tableIn(sectionOf(text, "Budgets")).length).toBeGreaterThan(0);
});

it("splits a chart of a year into one for each series", async () => {
  const text = await write(office, "Performance Dashboard", { days: 365 });
  const charts = chartsIn(sectionOf(text, "Traffic"));
  expect(charts.map(({ x, series }) => [x.length, series.length])).toEqual([
    [365, 1],
    [365, 1],
  ]);
  expect(tableIn(sectionOf(text, "Traffic"))).toHaveLength(365);
});
