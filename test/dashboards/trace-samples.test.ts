import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { tableScans } from "../kit/query-plans.ts";
import { createBoard, noon, NOW } from "./fixtures.ts";

/** What the statements call their own subqueries. */
const COMPUTED = ["c", "e", "n", "newest", "r", "s", "sampled", "trace_counts"];

const QUERIES = [
  "type=score_distribution",
  "type=score_distribution&groupBy=channel",
  "type=score_distribution&groupBy=category",
  "type=degraded_scoring",
  "type=selection_frequency&segmentId=seg",
  "type=selection_frequency&channelId=chE&decisionFlowId=f1",
  "type=why_not_ranked&offerId=o1",
  "type=why_not_ranked&offerId=o1&segmentId=seg",
  "type=anomaly_candidates",
];

describe("over many traces", async () => {
  const OFFERS = 10;
  const many = await createBoard();
  const trace = (at: number) => ({
    id: `t${at}`,
    customer_id: `c${at % 100}`,
    created_at: new Date(NOW - 3_600_000 - at * 1_000).toISOString(),
    channel_id: "chE",
    decision_flow_id: "f1",
    scoring_results: Array.from({ length: OFFERS }, (_, offer) => ({
      offer_id: `o${offer}`,
      score: offer / OFFERS,
    })),
    selected_offers: [{ offer_id: "o9" }],
  });
  const all = Array.from({ length: 10_050 }, (_, at) => trace(at));
  for (let from = 0; from < all.length; from += 5_000) {
    await many.put({ decision_traces: all.slice(from, from + 5_000) });
  }
  await many.put({
    offers: [{ id: "o1", name: "One", status: "active" }],
    segments: [{ id: "seg", name: "Seg", materialized_at: noon(1) }],
    segment_members: [{ segment_id: "seg", customer_id: "c1" }],
  });

  it.each([
    ["type=score_distribution", 10_000, true],
    ["type=selection_frequency", 10_000, true],
    ["type=selection_frequency&segmentId=seg", 101, false],
    ["type=why_not_ranked&offerId=o1", 1_000, true],
    ["type=why_not_ranked&offerId=o1&segmentId=seg", 101, false],
  ])("%s looks at the newest ones up to its cap, and says so", async (query, size, cut) => {
    const { meta } = await many.read(`${query}&meta=1`);
    expect(meta).toMatchObject({ sampleSize: size, sampled: cut });
  });

  it("takes exactly the newest", async () => {
    expect(await many.read("type=selection_frequency")).toMatchObject({ totalTraces: 10_000 });
    expect((await many.read("type=score_distribution")).totalScores).toBe(100_000);
    const { sampleSize, missReasons } = await many.read("type=why_not_ranked&offerId=o1");
    expect([sampleSize, missReasons.scoredTooLow, missReasons.beatenBy]).toEqual([
      1_000,
      1_000,
      [{ offerId: "o9", offerName: "o9", count: 1_000 }],
    ]);
  });

  it.each(QUERIES)("%s reads by index, within its bound, in two calls", async (query) => {
    await many.read(`${query}&meta=1`);
    const from = many.server.calls.length;
    const { meta } = await many.read(`${query}&meta=1`);
    const calls = many.server.calls.slice(from);
    expect(calls.length).toBeLessThanOrEqual(2);
    expect(await tableScans(env.DB, calls, COMPUTED)).toEqual([]);
    const cap = query.includes("why_not_ranked") ? 1_000 : 10_000;
    expect(meta.rowsRead).toBeLessThanOrEqual(40 * cap);
    if (/degraded|anomaly/.test(query)) expect(meta.rowsRead).toBeLessThanOrEqual(60);
  });
});
