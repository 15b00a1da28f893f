import { describe, expect, it } from "vitest";
import { json } from "../kit/server.ts";
import { catalogue, createBoard, noon } from "./fixtures.ts";
import { traced } from "./trace-fixtures.ts";

const BUCKETS = "0.0-0.1 0.1-0.2 0.2-0.3 0.3-0.4 0.4-0.5 0.5-0.6 0.6-0.7 0.7-0.8 0.8-0.9 0.9-1.0";
const ZEROS = [0, 0, 0, 0, 0, 0, 0, 0];
const PERIOD = { days: 7, since: "2026-03-23T00:00:00.000Z" };

const histogram = (counts: number[]) =>
  BUCKETS.split(" ").map((name, at) => ({ name, count: counts[at] ?? 0 }));

const board = await createBoard([catalogue, traced]);

describe("score_distribution", () => {
  it("counts every score in its tenth", async () => {
    expect(await board.read("type=score_distribution")).toEqual({
      data: histogram([0, 0, 0, 2, 1, 1, 1, 1, 1, 1]),
      totalScores: 8,
      hasRealData: true,
      groupBy: null,
      dimensionBuckets: [],
    });
  });

  it("adds counts and means by offer, and keeps to one where it is named", async () => {
    const all = await board.read("type=score_distribution&groupBy=offer");
    expect(all.dimensionBuckets).toEqual([
      { name: "offB", dimName: "Beta Loan", count: 4, avgScore: 0.6 },
      { name: "offA", dimName: "Alpha Card", count: 2, avgScore: 0.75 },
      { name: "offC", dimName: "Gamma Save", count: 2, avgScore: 0.325 },
    ]);
    const one = await board.read("type=score_distribution&groupBy=offer&filterId=offA");
    expect(one).toMatchObject({
      totalScores: 2,
      data: histogram([0, 0, 0, 0, 0, 0, 1, 0, 0, 1]),
      dimensionBuckets: [{ name: "offA", count: 2 }],
    });
  });

  it("groups by the offer's category and the trace's channel, and ignores a filter without a group", async () => {
    const byCategory = await board.read("type=score_distribution&groupBy=category");
    expect(byCategory).toMatchObject({
      totalScores: 8,
      dimensionBuckets: [{ name: "cat1", dimName: "Savings", count: 4, avgScore: 0.538 }],
    });
    const byChannel = await board.read("type=score_distribution&groupBy=channel");
    expect(byChannel.dimensionBuckets).toEqual([
      { name: "chE", dimName: "Marketing Email", count: 8, avgScore: 0.569 },
    ]);
    expect(await board.read("type=score_distribution&filterId=offA")).toMatchObject({
      totalScores: 8,
    });
  });

  it("puts edges and what lies outside where they belong", async () => {
    const { put, read } = await createBoard();
    const scores = [0.1, 1, 1.7, -0.2, 0.3, 0.7];
    const scoring_results = scores.map((score, at) => ({ offer_id: `o${at}`, score }));
    await put({
      decision_traces: [{ id: "t", customer_id: "c", created_at: noon(1), scoring_results }],
    });
    const { data } = await read("type=score_distribution");
    expect(data).toEqual(histogram([1, 1, 0, 1, 0, 0, 0, 1, 0, 2]));
  });

  it("counts both entries of an offer with two creatives, and prefers propensity", async () => {
    const { put, read } = await createBoard([catalogue]);
    const scoring_results = [
      { offer_id: "offA", creative_id: "crA1", score: 0.9, propensity: 0.2 },
      { offer_id: "offA", creative_id: "crA2", score: 0.5 },
    ];
    await put({
      decision_traces: [{ id: "t", customer_id: "c", created_at: noon(1), scoring_results }],
    });
    const { data } = await read("type=score_distribution");
    expect(data).toEqual(histogram([0, 0, 1, 0, 0, 1]));
    expect((await read("type=why_not_ranked&offerId=offA")).avgScore).toBe(0.2);
    expect((await read("type=selection_frequency")).data).toMatchObject([
      { scoredCount: 1, avgRank: 1 },
    ]);
  });
});

it("degraded_scoring counts the traces that scored or fell back", async () => {
  const { put, read } = await createBoard([catalogue, traced]);
  const degraded = { customer_id: "c", created_at: noon(1), degraded_scoring: true };
  await put({
    decision_traces: [
      { ...degraded, id: "t5" },
      { id: "t6", customer_id: "c", created_at: noon(1), scoring_results: [] },
    ],
  });
  expect(await read("type=degraded_scoring")).toEqual({
    degradedCount: 1,
    totalCount: 5,
    days: 7,
    hasData: true,
  });
});

const frequency = (offerId: string, counts: number[], ratios: number[], ranks: number[]) => ({
  offerId,
  offerName: { offA: "Alpha Card", offB: "Beta Loan", offC: "Gamma Save" }[offerId],
  eligibleCount: counts[0],
  scoredCount: counts[1],
  selectedCount: counts[2],
  selectionRate: ratios[0],
  avgRank: ratios[1],
  rankDistribution: [...ranks, ...ZEROS].slice(0, 10),
});

describe("selection_frequency", () => {
  const A = frequency("offA", [3, 2, 1], [0.333, 1.5], [1, 1]);
  const B = frequency("offB", [4, 4, 3], [0.75, 1.3], [3, 1]);
  const C = frequency("offC", [2, 2, 1], [0.5, 2.5], [0, 1, 1]);

  it("tells eligible, scored, selected and ranks by offer", async () => {
    expect(await board.read("type=selection_frequency")).toEqual({
      data: [B, A, C],
      totalTraces: 4,
      period: PERIOD,
    });
  });

  it.each([
    ["channelId=chP", [], 0],
    ["categoryId=cat1", [A, C], 4],
    ["channelId=chE&categoryId=none", [], 4],
    ["decisionFlowId=f1", [B, A, C], 4],
    ["decisionFlowId=main", [B, A, C], 4],
    ["decisionFlowId=f2", [], 0],
  ])("filters by %s", async (query, data, totalTraces) => {
    expect(await board.read(`type=selection_frequency&${query}`)).toEqual({
      data,
      totalTraces,
      period: PERIOD,
    });
  });

  it("finds a flow's traces by the one of id and key that they carry", async () => {
    const { put, read } = await createBoard();
    const scoring_results = [{ offer_id: "o", score: 1, offer_name: "Told" }];
    const trace = { customer_id: "c", created_at: noon(1), scoring_results };
    await put({
      decision_flows: [{ id: "f9", key: "nine" }],
      decision_traces: [
        { ...trace, id: "byId", decision_flow_id: "f9" },
        { ...trace, id: "byKey", decision_flow_key: "nine" },
        { ...trace, id: "other", decision_flow_key: "ten" },
      ],
    });
    for (const flow of ["f9", "nine"]) {
      expect(await read(`type=selection_frequency&decisionFlowId=${flow}`)).toMatchObject({
        totalTraces: 2,
        data: [{ offerId: "o", offerName: "Told", eligibleCount: 2 }],
      });
    }
  });
});

describe("why_not_ranked", () => {
  it("sorts every trace into the first reason that fits", async () => {
    expect(await board.read("type=why_not_ranked&offerId=offA")).toEqual({
      offerId: "offA",
      offerName: "Alpha Card",
      timesEligible: 4,
      timesSelected: 1,
      missRate: 0.75,
      missReasons: {
        scoredTooLow: 1,
        filteredByContactPolicy: 1,
        filteredByQualification: 1,
        beatenBy: [{ offerId: "offB", offerName: "Beta Loan", count: 1 }],
      },
      rankDistribution: [1, 1, ...ZEROS],
      avgScore: 0.75,
      period: PERIOD,
      sampleSize: 4,
      sampleCap: 1000,
    });
  });

  it("needs an offer that is there, deleted or not", async () => {
    const missing = await board.get("type=why_not_ranked");
    expect([missing.status, (await json(missing)).error.details]).toEqual([
      400,
      [{ param: "offerId", message: "is required" }],
    ]);
    const unknown = await board.get("type=why_not_ranked&offerId=nope&segmentId=nope");
    expect([unknown.status, (await json(unknown)).error]).toMatchObject([
      404,
      { code: "NOT_FOUND", message: "Unknown offer: nope" },
    ]);
    expect(await board.read("type=why_not_ranked&offerId=offX")).toMatchObject({
      offerName: "Old Offer",
      timesEligible: 0,
      missRate: 0,
      sampleSize: 4,
    });
  });

  it("is one row of CSV, with reasons, ranks and winners in columns", async () => {
    const text = await (await board.get("type=why_not_ranked&offerId=offA&format=csv")).text();
    expect(text.split("\r\n").slice(0, 2)).toEqual([
      "offerId,offerName,timesEligible,timesSelected,missRate,scoredTooLow,filteredByContactPolicy,filteredByQualification,rank1,rank2,rank3,rank4,rank5,rank6,rank7,rank8,rank9,rank10,avgScore,sampleSize,sampleCap,beatenBy1OfferId,beatenBy1Count,beatenBy2OfferId,beatenBy2Count,beatenBy3OfferId,beatenBy3Count,beatenBy4OfferId,beatenBy4Count,beatenBy5OfferId,beatenBy5Count",
      "offA,Alpha Card,4,1,0.75,1,1,1,1,1,0,0,0,0,0,0,0,0,0.75,4,1000,offB,1,,,,,,,,",
    ]);
  });
});

describe("as CSV", () => {
  it("score_distribution lists buckets, then dimensions", async () => {
    const text = await (
      await board.get("type=score_distribution&groupBy=category&format=csv")
    ).text();
    const lines = text.trimEnd().split("\r\n");
    expect([lines[0], lines[4], lines.at(-1)]).toEqual([
      "series,name,dimName,count,avgScore",
      "histogram,0.3-0.4,,2,",
      "dimension,cat1,Savings,4,0.538",
    ]);
  });

  it("compares with the window before in columns of their own", async () => {
    const text = await (
      await board.get("type=degraded_scoring&format=csv&compare=previous")
    ).text();
    expect(text).toBe(
      "degradedCount,totalCount,days,hasData,degradedCountPrevious,degradedCountAbs,degradedCountPct,totalCountPrevious,totalCountAbs,totalCountPct\r\n0,4,7,true,0,0,0,0,4,\r\n",
    );
    const ranks = await (
      await board.get("type=selection_frequency&format=csv&compare=previous&categoryId=cat1")
    ).text();
    expect(ranks.split("\r\n")[1]).toBe(
      "offA,Alpha Card,3,2,1,0.333,1.5,1,1,0,0,0,0,0,0,0,0,0,3,,0,2,,0,1,,0,0.333,,0,1.5,",
    );
  });
});
