import { describe, expect, it } from "vitest";
import { catalogue, createBoard, event, noon, traffic } from "./fixtures.ts";

const PERIOD = { days: 7, since: "2026-03-23T00:00:00.000Z" };
const ALPHA = {
  offerId: "offA",
  offerName: "Alpha Card",
  impressions: 100,
  positive: 9,
  negative: 4,
  acceptanceRate: 0.09,
};
const BETA = {
  offerId: "offB",
  offerName: "Beta Loan",
  impressions: 40,
  positive: 5,
  negative: 0,
  acceptanceRate: 0.125,
};
const EMAIL = {
  channelId: "chE",
  channelName: "Marketing Email",
  impressions: 100,
  conversions: 6,
  effectiveness: "6.0",
};
const PUSH = {
  channelId: "chP",
  channelName: "Push",
  impressions: 40,
  conversions: 0,
  effectiveness: "0.0",
};
const ALPHA_PERFORMED = {
  offerId: "offA",
  name: "Alpha Card",
  impressions: 100,
  conversions: 6,
  revenue: 300,
  conversionRate: "6.0",
};
const BETA_PERFORMED = {
  offerId: "offB",
  name: "Beta Loan",
  impressions: 40,
  conversions: 0,
  revenue: 0,
  conversionRate: "0.0",
};
const DAYS = [24, 25, 26, 27, 28, 29, 30].map((day) => `Mar ${day}`);
const trend = (counts: Record<string, [number, number]>) =>
  DAYS.map((name) => {
    const [impressions, conversions] = counts[name] ?? [0, 0];
    return { name, impressions, conversions };
  });
const USUAL_TREND = trend({ "Mar 28": [40, 0], "Mar 29": [100, 6] });

describe("over catalogue and traffic", () => {
  it("acceptance_rate has positive answers per impression", async () => {
    const { read } = await createBoard([catalogue, traffic]);
    expect(await read("type=acceptance_rate")).toEqual({
      data: [ALPHA, BETA],
      total: 2,
      period: PERIOD,
    });
    const month = await read("type=acceptance_rate&days=30");
    expect(month.data[0]).toEqual({
      ...ALPHA,
      impressions: 200,
      positive: 10,
      acceptanceRate: 0.05,
    });
    expect(month.period).toEqual({ days: 30, since: "2026-02-28T00:00:00.000Z" });
  });

  it("offer_performance lists active offers, those without traffic too", async () => {
    const { read } = await createBoard([catalogue, traffic]);
    const priced = (row: object, priority: number, creativeCount: number) => {
      const { offerId, name, ...figures } = row as typeof ALPHA_PERFORMED;
      return { offerId, name, priority, creativeCount, ...figures };
    };
    const { data } = await read("type=offer_performance");
    expect(data).toEqual([priced(ALPHA_PERFORMED, 90, 3), priced(BETA_PERFORMED, 50, 0)]);
    expect(Object.keys(data[0])).toEqual(Object.keys(priced(ALPHA_PERFORMED, 90, 3)));
  });

  it("channel_effectiveness, daily_trend and revenue_trend", async () => {
    const { read } = await createBoard([catalogue, traffic]);
    expect(await read("type=channel_effectiveness")).toEqual({ data: [EMAIL, PUSH] });
    expect(await read("type=daily_trend")).toEqual({ data: USUAL_TREND });
    const month = await read("type=daily_trend&days=30");
    expect(month.data).toHaveLength(30);
    expect(month.data.find(({ name }: { name: string }) => name === "Mar 20")).toEqual({
      name: "Mar 20",
      impressions: 100,
      conversions: 1,
    });
    const revenue = await read("type=revenue_trend");
    expect(revenue.hasRealData).toBe(true);
    expect(revenue.data).toEqual(
      DAYS.map((name) => ({ name, revenue: name === "Mar 29" ? 300 : 0 })),
    );
  });

  it("offer_performance_grouped by channel, category and segment", async () => {
    const { read } = await createBoard([catalogue, traffic]);
    expect(await read("type=offer_performance_grouped")).toEqual({
      groups: [
        { groupName: "Marketing Email", groupId: "chE", offers: [ALPHA_PERFORMED] },
        { groupName: "Push", groupId: "chP", offers: [BETA_PERFORMED] },
      ],
      groupBy: "channel",
    });
    expect(await read("type=offer_performance_grouped&groupBy=category")).toEqual({
      groups: [
        { groupName: "Savings", groupId: "cat1", offers: [ALPHA_PERFORMED] },
        { groupName: "Uncategorized", groupId: null, offers: [BETA_PERFORMED] },
      ],
      groupBy: "category",
    });
    const vip = {
      ...ALPHA_PERFORMED,
      impressions: 20,
      conversions: 2,
      revenue: 100,
      conversionRate: "10.0",
      segmentId: "segV",
      segmentName: "VIP",
    };
    expect(await read("type=offer_performance_grouped&groupBy=segment")).toEqual({
      groups: [{ groupName: "VIP", groupId: "segV", offers: [vip] }],
      groupBy: "segment",
    });
  });
});

it("percentages and rates have their decimals", async () => {
  const { put, read } = await createBoard([catalogue]);
  await put({
    interactions: [
      event("i", "c", { outcome: "impression", count: 1250 }),
      event("v", "c", { outcome: "convert", count: 87 }),
    ],
  });
  expect((await read("type=acceptance_rate")).data[0].acceptanceRate).toBe(0.0696);
  expect((await read("type=offer_performance")).data[0].conversionRate).toBe("7.0");
});

describe("a segment", () => {
  it("limits the count to its members", async () => {
    const { read } = await createBoard([catalogue, traffic]);
    const { data, total } = await read("type=acceptance_rate&segmentId=segV");
    expect([data, total]).toEqual([
      [{ ...ALPHA, impressions: 20, positive: 2, negative: 2, acceptanceRate: 0.1 }],
      1,
    ]);
    expect((await read("type=channel_effectiveness&segmentId=segV")).data).toEqual([
      { ...EMAIL, impressions: 20, conversions: 2, effectiveness: "10.0" },
      { ...PUSH, impressions: 0 },
    ]);
    expect((await read("type=daily_trend&segmentId=segV")).data).toEqual(
      trend({ "Mar 29": [20, 2] }),
    );
    const { groups } = await read("type=offer_performance_grouped&segmentId=segV");
    expect(groups.map(({ groupId }: { groupId: string }) => groupId)).toEqual(["chE"]);
  });

  it("that is unknown, another tenant's or not materialised gives a warning", async () => {
    const { read, put } = await createBoard([catalogue, traffic]);
    await createBoard([{ segments: [{ id: "segT2", name: "T2", materialized_at: noon(1) }] }]);
    const notFound = (id: string) => ({ data: [], warning: `Segment "${id}" was not found.` });
    expect(await read("type=acceptance_rate&segmentId=nope")).toEqual(notFound("nope"));
    expect(await read("type=acceptance_rate&segmentId=segT2")).toEqual(notFound("segT2"));
    expect(await read("type=daily_trend&segmentId=segN")).toEqual({
      data: [],
      warning:
        'Segment "Not yet" has not been materialized yet. Refresh the segment and try again.',
    });
    expect(await read("type=offer_performance_grouped&groupBy=category&segmentId=nope")).toEqual({
      ...notFound("nope"),
      groups: [],
      groupBy: "category",
    });
    await put({ segments: [{ id: "segV", name: "VIP", materialized_at: noon(3), deleted: true }] });
    expect(await read("type=revenue_trend&segmentId=segV")).toEqual(notFound("segV"));
  });

  it("without members counts nothing, and is no warning", async () => {
    const { read } = await createBoard([catalogue, traffic]);
    expect(await read("type=acceptance_rate&segmentId=segE")).toEqual({
      data: [],
      total: 0,
      period: PERIOD,
    });
    expect(await read("type=daily_trend&segmentId=segE")).toEqual({ data: trend({}) });
    expect(await read("type=revenue_trend&segmentId=segE")).toMatchObject({ hasRealData: false });
    const { data } = await read("type=offer_performance&segmentId=segE");
    expect(data).toMatchObject([
      { offerId: "offA", creativeCount: 3, impressions: 0, revenue: 0, conversionRate: "0.0" },
      { offerId: "offB", creativeCount: 0, impressions: 0, revenue: 0, conversionRate: "0.0" },
    ]);
  });

  it("may have members before it has a row", async () => {
    const { put, read } = await createBoard([catalogue, traffic]);
    await put({ segment_members: [{ segment_id: "early", customer_id: "c1" }] });
    expect(await read("type=acceptance_rate&segmentId=early")).toHaveProperty("warning");
  });
});

it("drops a deleted offer from offers, and keeps its traffic in channels and days", async () => {
  const { put, read } = await createBoard([catalogue, traffic]);
  await put({ offers: [{ id: "offA", name: "Alpha Card", status: "active", deleted: true }] });
  expect((await read("type=acceptance_rate")).data).toEqual([BETA]);
  expect(await read("type=offer_performance")).toMatchObject({ data: [{ offerId: "offB" }] });
  const { groups } = await read("type=offer_performance_grouped");
  expect(groups).toMatchObject([{ groupId: "chP", offers: [{ offerId: "offB" }] }]);
  expect(await read("type=channel_effectiveness")).toEqual({ data: [EMAIL, PUSH] });
  expect(await read("type=daily_trend")).toEqual({ data: USUAL_TREND });
});
