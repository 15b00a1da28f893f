import { describe, expect, it } from "vitest";
import { catalogue, createBoard, event, noon, traffic } from "./fixtures.ts";

const { get, read } = await createBoard([catalogue, traffic]);
const alpha = (figures: object) => ({ offerId: "offA", offerName: "Alpha Card", ...figures });

describe("from and to", () => {
  it("make a window whose last date is included", async () => {
    expect(await read("type=acceptance_rate&from=2026-03-20&to=2026-03-28&days=abc")).toEqual({
      data: [
        alpha({ impressions: 100, positive: 1, negative: 0, acceptanceRate: 0.01 }),
        {
          offerId: "offB",
          offerName: "Beta Loan",
          impressions: 40,
          positive: 5,
          negative: 0,
          acceptanceRate: 0.125,
        },
      ],
      total: 2,
      period: {
        days: 9,
        since: "2026-03-20T00:00:00.000Z",
        from: "2026-03-20T00:00:00.000Z",
        to: "2026-03-29T00:00:00.000Z",
      },
    });
  });

  it("may be instants with a zone: from counts, to does not", async () => {
    const total = async (from: string, to: string) => {
      const query = new URLSearchParams({ type: "channel_effectiveness", from, to });
      return (await read(query.toString())).data[0].impressions;
    };
    expect(await total("2026-03-29T12:00:00Z", "2026-03-29T12:00:00.001Z")).toBe(100);
    expect(await total("2026-03-29T11:00:00Z", "2026-03-29T12:00:00Z")).toBe(0);
    expect(await total("2026-03-29T14:00:00+02:00", "2026-03-30T00:00:00+02:00")).toBe(100);
    expect(await total("2026-03-29T12:00:00.001Z", "2026-03-31T00:00:00Z")).toBe(0);
  });

  it("give a trend one bucket for each day touched, days ahead included", async () => {
    const query = "type=daily_trend&from=2026-03-29T23:00:00Z&to=2026-04-01T00:00:01Z";
    const { data } = await read(query);
    expect(data.map(({ name }: { name: string }) => name)).toEqual([
      "Mar 29",
      "Mar 30",
      "Mar 31",
      "Apr 1",
    ]);
  });

  it("window attribution and metrics, and mean nothing to types without a window", async () => {
    const range = "from=2026-03-20&to=2026-03-21";
    expect(await read(`type=summary&${range}`)).toEqual(await read("type=summary"));
    expect((await get("type=latency_trend&from=x")).status).toBe(200);
    expect((await get("type=attribution_summary&from=x")).status).toBe(400);
  });
});

describe("compare=previous", () => {
  it("adds the window before and what changed in each row", async () => {
    expect(await read("type=acceptance_rate&compare=previous")).toEqual({
      data: [
        alpha({
          impressions: 100,
          positive: 9,
          negative: 4,
          acceptanceRate: 0.09,
          delta: {
            impressions: { abs: 0, pct: 0 },
            positive: { abs: 8, pct: 800 },
            negative: { abs: 4, pct: null },
            acceptanceRate: { abs: 0.08, pct: 800 },
          },
        }),
        {
          offerId: "offB",
          offerName: "Beta Loan",
          impressions: 40,
          positive: 5,
          negative: 0,
          acceptanceRate: 0.125,
          delta: {
            impressions: { abs: 40, pct: null },
            positive: { abs: 5, pct: null },
            negative: { abs: 0, pct: 0 },
            acceptanceRate: { abs: 0.125, pct: null },
          },
        },
      ],
      total: 2,
      period: { days: 7, since: "2026-03-23T00:00:00.000Z" },
      previous: {
        data: [alpha({ impressions: 100, positive: 1, negative: 0, acceptanceRate: 0.01 })],
        total: 1,
        period: { days: 7, since: "2026-03-15T00:00:00.000Z" },
      },
    });
  });

  it("compares trends day by day, the last cut where today is", async () => {
    const own = await createBoard([catalogue]);
    await own.put({
      interactions: [
        { ...event("a", "c", { outcome: "impression", count: 3 }), timestamp: noon(0) },
        { ...event("b", "c", { outcome: "impression" }), timestamp: noon(7, 15) },
        { ...event("c", "c", { outcome: "impression" }), timestamp: noon(7, 16) },
      ],
    });
    const { data, previous } = await own.read("type=daily_trend&compare=previous");
    expect(previous.data.map(({ name }: { name: string }) => name)).toEqual(
      [17, 18, 19, 20, 21, 22, 23].map((day) => `Mar ${day}`),
    );
    expect([data[6].delta.impressions, previous.data[6].impressions]).toEqual([
      { abs: 2, pct: 200 },
      1,
    ]);
  });

  it("moves explicit windows back by their full length, ahead cut to now", async () => {
    const explicit = "from=2026-03-28&to=2026-03-31&compare=previous";
    const { previous } = await read(`type=acceptance_rate&${explicit}`);
    expect(previous.period).toEqual({
      days: 4,
      since: "2026-03-24T00:00:00.000Z",
      from: "2026-03-24T00:00:00.000Z",
      to: "2026-03-26T15:00:00.000Z",
    });
  });

  it("knows the previous figures of a row that a limit kept out of the list", async () => {
    const own = await createBoard();
    const ids = Array.from({ length: 22 }, (_, at) => `o${String(at).padStart(2, "0")}`);
    await own.put({
      offers: ids.map((id) => ({ id, name: id, status: "active" })),
      interactions: ids.flatMap((offer, at) => [
        event(`${offer}-now`, "c", { outcome: "impression", count: 100 - at, offer }),
        event(`${offer}-old`, "c", { outcome: "impression", count: 1 + at, offer, daysAgo: 9 }),
      ]),
    });
    for (const type of ["offer_performance", "offer_performance_grouped"]) {
      const answer = await own.read(`type=${type}&compare=previous`);
      const rows = (from: typeof answer) => from.data ?? from.groups[0].offers;
      expect([rows(answer).length, rows(answer.previous).length]).toEqual([20, 20]);
      expect(rows(answer.previous).at(-1).offerId).toBe("o02");
      expect(rows(answer)[0].delta.impressions).toEqual({ abs: 99, pct: 9900 });
    }
  });

  it("is left out of types without a window, and beside a warning", async () => {
    expect(await read("type=attribution_summary&compare=previous")).not.toHaveProperty("previous");
    expect(await read("type=funnel&compare=next")).not.toHaveProperty("previous");
    expect(await read("type=daily_trend&compare=previous&segmentId=segN")).toEqual({
      data: [],
      warning: expect.stringContaining("not been materialized"),
    });
  });
});
