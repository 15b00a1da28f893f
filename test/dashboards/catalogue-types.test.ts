import { expect, it } from "vitest";
import { catalogue, createBoard, noon } from "./fixtures.ts";

it("summary counts what is set up", async () => {
  const { read } = await createBoard([catalogue]);
  expect(await read("type=summary")).toEqual({
    activeOffers: 2,
    activeChannels: 2,
    activeExperiments: 1,
    totalJourneys: 3,
    activeTriggers: 2,
    pendingApprovals: 1,
  });
});

it("summary is the default type, and ignores what does not concern it", async () => {
  const { read } = await createBoard([catalogue]);
  expect(await read("days=0&groupBy=banana&segmentId=nope&foo=1&type=")).toEqual(
    await read("type=summary"),
  );
});

it("funnel goes from offers to creatives", async () => {
  const { read } = await createBoard([catalogue]);
  const { stages } = await read("type=funnel");
  expect(stages).toEqual([
    { label: "Total Offers", count: 4 },
    { label: "Active Offers", count: 2 },
    { label: "With Creatives", count: 1 },
    { label: "Creatives", count: 4 },
  ]);
});

const spend = (id: string, offer_id: string, amount: number, occurred_at: string) => ({
  id,
  offer_id,
  amount,
  occurred_at,
});

const allocation = (
  id: string,
  scope_id: string,
  key: string,
  max_spend: number,
  type = "monthly",
) => ({ id, scope: "offer", scope_id, period_type: type, period_key: key, max_spend }) as const;

it("budget_burn compares spend with what the current periods grant, else with the total", async () => {
  const { put, read } = await createBoard([catalogue]);
  await put({
    offers: [{ id: "offB", name: "Beta Loan", status: "active", priority: 50, budget_total: 100 }],
    budget_allocations: [
      allocation("a1", "offA", "2026-03", 10_000),
      allocation("c1", "offC", "2026-02", 700),
    ],
    budget_spend: [
      spend("s1", "offA", 4000, noon(20)),
      spend("s2", "offA", 500, noon(1)),
      spend("s3", "offA", 999, "2026-02-10T00:00:00Z"),
      spend("s4", "offB", 100, "2025-06-01T00:00:00Z"),
      spend("s5", "offB", 50, noon(1)),
    ],
  });
  expect(await read("type=budget_burn")).toEqual({
    data: [
      { offerId: "offB", allocated: 100, spent: 150, remaining: -50, burnRate: "150.0" },
      { offerId: "offA", allocated: 10_000, spent: 4500, remaining: 5500, burnRate: "45.0" },
    ],
  });
});

it("budget_burn spans all current periods, counting each ledger row once and none ahead", async () => {
  const { put, read } = await createBoard([catalogue]);
  await put({
    budget_allocations: [
      allocation("d", "offA", "2026-03-30", 10, "daily"),
      allocation("w", "offA", "2026-W14", 20, "weekly"),
      allocation("q", "offA", "2026-Q1", 70, "quarterly"),
      { ...allocation("n", "offA", "2026-03", 5), max_spend: null },
      { ...allocation("g", "offA", "2026-03", 5), scope: "channel" },
      allocation("b", "offB", "2026-W13", 1, "weekly"),
    ],
    budget_spend: [
      spend("1", "offA", 1, "2026-01-01T00:00:00Z"),
      spend("2", "offA", 2, "2026-03-30T15:00:00Z"),
      spend("3", "offA", 4, "2026-03-30T15:00:00.001Z"),
      spend("4", "offA", 8, "2025-12-31T23:59:59.999Z"),
    ],
  });
  const { data } = await read("type=budget_burn");
  expect(data).toEqual([
    { offerId: "offA", allocated: 100, spent: 3, remaining: 97, burnRate: "3.0" },
  ]);
});

const result = (id: string, conversion: string, model: string, value: number, day = 1) => ({
  id,
  customer_id: "c",
  conversion_id: conversion,
  model,
  total_value: value,
  created_at: noon(day),
});

it("attribution_summary takes the newest result of a conversion and model", async () => {
  const { put, read } = await createBoard();
  await put({
    attribution_results: [
      result("1", "k1", "last_touch", 100),
      result("2", "k2", "last_touch", 200),
      result("3", "k3", "last_touch", 300, 40),
      result("4", "k1", "linear", 100),
      result("5", "k2", "linear", 51),
      result("old", "k2", "linear", 999, 5),
      result("first of a tie", "k1", "linear", 1),
      result("0 of a tie", "k1", "linear", 2),
      result("ahead", "k1", "linear", 7, -1),
    ],
  });
  await put({ attribution_results: [result("z", "k1", "linear", 100)] });
  expect(await read("type=attribution_summary")).toEqual({
    data: [
      { model: "last_touch", conversions: 3, totalValue: 600, avgValue: 200 },
      { model: "linear", conversions: 2, totalValue: 151, avgValue: 75.5 },
    ],
    totalConversions: 5,
  });
  const windowed = await read("type=attribution_summary&days=7");
  expect(windowed.data[0]).toEqual({
    model: "last_touch",
    conversions: 2,
    totalValue: 300,
    avgValue: 150,
  });
});

const run = (
  id: string,
  latency_ms: number | null,
  completed_at: string,
  status = "completed",
) => ({
  id,
  status,
  completed_at,
  latency_ms,
});

it("latency_trend takes nearest ranks of the runs that completed", async () => {
  const { put, read } = await createBoard();
  const times = [10, 20, 30, 40, 50, 60, 70, 80, 90, 1000];
  await put({
    runs: [
      ...times.map((ms) => run(`r${ms}`, ms, noon(1))),
      run("failed", 9999, noon(1), "failed"),
      run("untimed", null, noon(2)),
      run("old", 1, noon(7)),
      run("ahead", 1, noon(0, 16)),
    ],
  });
  expect(await read("type=latency_trend&days=1")).toEqual({
    data: [{ name: "Sun", p50: 50, p99: 1000 }],
    hasRealData: true,
  });
});

it("policy_impact counts suppressions in force", async () => {
  const { put, read } = await createBoard();
  const suppression = (
    id: string,
    policy_type: string,
    created: number,
    expires: number | null,
  ) => ({
    id,
    customer_id: "c",
    policy_type,
    created_at: noon(created),
    expires_at: expires === null ? null : noon(expires),
  });
  await put({
    suppressions: [
      suppression("1", "frequency", 2, null),
      suppression("2", "frequency", 2, -1),
      suppression("3", "consent", 2, null),
      suppression("4", "budget", 2, null),
      suppression("5", "consent", 2, 1),
      suppression("6", "consent", -1, null),
      { ...suppression("7", "consent", 2, null), expires_at: "2026-03-30T15:00:00Z" },
    ],
  });
  expect(await read("type=policy_impact")).toEqual({
    data: [
      { policyType: "frequency", count: 2 },
      { policyType: "budget", count: 1 },
      { policyType: "consent", count: 1 },
    ],
    totalActive: 4,
  });
});
