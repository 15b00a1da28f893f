import { describe, expect, it } from "vitest";
import { createServer } from "../kit/server.ts";
import { catalogue, createBoard, event, noon } from "./fixtures.ts";

const server = createServer();

interface Row {
  metric: string;
  dimension: string;
  dimensionKey: string;
  baseline: number;
  current: number;
  deltaPct: number;
  zscore: number;
  severity: string;
}

/** x answers to n impressions of an offer, so many days ago. */
const answers = (x: number, n: number, daysAgo: number) =>
  [
    { outcome: "click", count: x },
    { outcome: "impression", count: n },
  ]
    .filter(({ count }) => count > 0)
    .map((one) => event(`${one.outcome}-${daysAgo}`, "c", { ...one, daysAgo }));

const found = (rows: Row[], metric: string, dimension: string) =>
  rows
    .filter((row) => row.metric === metric && row.dimension === dimension)
    .map(({ deltaPct, zscore, severity }) => [deltaPct, zscore, severity]);

it.each([
  [2000, 20_000, 2240, 20_000, [[12, 3.9, "warning"]]],
  [200, 2000, 228, 2000, []],
  [3, 29, 20, 29, []],
  [10, 100, 12, 100, [[20, 0.5, "info"]]],
  [50, 500, 20, 500, [[-60, -3.7, "critical"]]],
  [0, 200, 8, 200, [[100, 2.9, "info"]]],
  // Rates over 1 are told as they are, and tested as 1: no spread, so no z.
  [200, 100, 300, 100, [[50, 0, "critical"]]],
  [40, 40, 40, 40, []],
])("acceptance %i/%i, then %i/%i: %j", async (x0, n0, x1, n1, expected) => {
  const { put, read } = await createBoard([catalogue], server);
  await put({ interactions: [...answers(x0, n0, 10), ...answers(x1, n1, 1)] });
  const { data } = await read("type=anomaly_candidates");
  expect(found(data, "acceptance_rate", "offer")).toEqual(expected);
  expect(found(data, "acceptance_rate", "overall")).toEqual(expected);
});

it("tells rates by channel, offer and overall, the same ones in the order of their names", async () => {
  const { put, read } = await createBoard([catalogue], server);
  await put({ interactions: [...answers(51, 500, 10), ...answers(92, 500, 1)] });
  const figures = {
    metric: "acceptance_rate",
    baseline: 0.102,
    current: 0.184,
    deltaPct: 80.4,
    zscore: 3.7,
    severity: "critical",
  };
  expect(await read("type=anomaly_candidates")).toEqual({
    data: [
      { dimension: "channel", dimensionKey: "chE", dimensionName: "Marketing Email", ...figures },
      { dimension: "offer", dimensionKey: "offA", dimensionName: "Alpha Card", ...figures },
      { dimension: "overall", dimensionKey: "overall", dimensionName: "Overall", ...figures },
    ],
    period: { currentDays: 7, baselineDays: 7, since: "2026-03-23T00:00:00.000Z" },
  });
});

const sales = (many: number, daysAgo: number) =>
  event(`s${daysAgo}`, "c", { outcome: "convert", value: 100, count: many, daysAgo });

it.each([
  [4, "", { baseline: 400, current: 1000, deltaPct: 150, zscore: 1.6, severity: "critical" }],
  [7, "&baselineDays=14", { baseline: 350, current: 1000, deltaPct: 185.7, zscore: 1.9 }],
])("revenue %i, then 10%s", async (before, query, figures) => {
  const { put, read } = await createBoard([catalogue], server);
  await put({ interactions: [sales(before, 10), sales(10, 1)] });
  expect((await read(`type=anomaly_candidates${query}`)).data).toMatchObject([
    { metric: "revenue", dimension: "offer", dimensionKey: "offA", ...figures },
  ]);
});

it("needs five values for revenue", async () => {
  const { put, read } = await createBoard([catalogue], server);
  await put({ interactions: [sales(1, 10), sales(3, 1)] });
  expect((await read("type=anomaly_candidates")).data).toEqual([]);
});

it("tells degraded scoring overall, and looks back as far as it is asked", async () => {
  const { put, read } = await createBoard([], server);
  const traces = (daysAgo: number, degraded: number) =>
    Array.from({ length: 100 }, (_, at) => ({
      id: `${daysAgo}-${at}`,
      customer_id: "c",
      created_at: noon(daysAgo),
      degraded_scoring: at < degraded,
      scoring_results: [{ offer_id: "o", score: 1 }],
    }));
  await put({ decision_traces: [...traces(10, 2), ...traces(1, 10)] });
  const anomaly = {
    metric: "degraded_scoring_rate",
    dimension: "overall",
    dimensionKey: "overall",
    dimensionName: "Overall",
    baseline: 0.02,
    current: 0.1,
    deltaPct: 400,
    zscore: 2.4,
    severity: "critical",
  };
  expect((await read("type=anomaly_candidates")).data).toEqual([anomaly]);
  expect((await read("type=anomaly_candidates&days=1&baselineDays=1")).data).toEqual([]);
  const range = await read("type=anomaly_candidates&from=2026-03-28&to=2026-03-29&baselineDays=10");
  expect(range).toEqual({
    data: [anomaly],
    period: { currentDays: 2, baselineDays: 10, since: "2026-03-28T00:00:00.000Z" },
  });
});

describe("parameters", () => {
  it("default the baseline to the window's length, and refuse a bad one", async () => {
    const { read, get } = await createBoard([], server);
    expect((await read("type=anomaly_candidates&days=30")).period).toEqual({
      currentDays: 30,
      baselineDays: 30,
      since: "2026-02-28T00:00:00.000Z",
    });
    expect((await get("type=anomaly_candidates&baselineDays=366")).status).toBe(400);
    const etags = ["days=30", "days=30&baselineDays=30", "days=30&baselineDays=29"].map(
      async (query) => (await get(`type=anomaly_candidates&${query}`)).headers.get("ETag"),
    );
    const [one, same, other] = await Promise.all(etags);
    expect([one === same, one === other]).toEqual([true, false]);
  });
});
