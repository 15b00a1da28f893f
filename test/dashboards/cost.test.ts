import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { tableScans } from "../kit/query-plans.ts";
import { createBoard, NOW, traffic } from "./fixtures.ts";
import { makeInteractions, offersAndChannels } from "./many-events.ts";

const SIZE = { interactions: 60_000, days: 60, offers: 20, channels: 4, customers: 500 };
const board = await createBoard([
  offersAndChannels(SIZE),
  { segments: traffic["segments"] ?? [], segment_members: traffic["segment_members"] ?? [] },
]);
await makeInteractions(board.tenantId, SIZE);
const { calls } = board.server;

async function costOf(query: string, headers: Record<string, string> = {}) {
  await board.read("type=policy_impact"); // the credential is known from here on
  const from = calls.length;
  const response = await board.get(query, headers);
  const made = calls.slice(from);
  return {
    made,
    status: response.status,
    etag: response.headers.get("ETag") ?? "",
    rowsRead: made.reduce((sum, call) => sum + call.rowsRead, 0),
  };
}

const DAYS = 30;
/** Every cell of the window, of three outcomes; what sorts them counts each twice. */
const MOST = 2.2 * (DAYS + 1) * SIZE.offers * SIZE.channels * 3;
const computed = [
  "counted",
  "sums",
  "c",
  "d",
  "ranked",
  "rows",
  "m",
  "model",
  "placed",
  "timed",
  "p",
  "periods",
  "g",
  "drawn",
];

describe("over 60,000 interactions", () => {
  it.each([
    "acceptance_rate",
    "offer_performance",
    "channel_effectiveness",
    "daily_trend",
    "revenue_trend",
    "offer_performance_grouped&groupBy=channel",
    "offer_performance_grouped&groupBy=category",
    "acceptance_rate&segmentId=segV",
    "daily_trend&segmentId=segV&tz=Asia/Tokyo",
    "offer_performance_grouped&groupBy=segment",
  ])("%s reads roll-up cells or a segment's events, in one call", async (type) => {
    const cost = await costOf(`type=${type}&days=${DAYS}`);
    expect([cost.status, cost.made.length]).toEqual([200, 1]);
    expect(cost.rowsRead).toBeLessThanOrEqual(MOST);
    expect(cost.rowsRead).toBeGreaterThan(10);
  });

  it("a 304 and an answer that is known already cost one look-up of a few rows", async () => {
    const query = "type=offer_performance&days=29";
    const { etag } = await costOf(query);
    const unchanged = await costOf(query, { "If-None-Match": etag });
    const known = await costOf(query);
    expect([unchanged.status, known.status]).toEqual([304, 200]);
    for (const { made, rowsRead } of [unchanged, known]) {
      expect(made).toHaveLength(1);
      expect(made[0]?.statements).toHaveLength(1);
      expect(rowsRead).toBeLessThanOrEqual(2);
    }
  });

  it("a copy that is out of date costs one call more", async () => {
    const { status, made } = await costOf("type=funnel", { "If-None-Match": '"old"' });
    expect([status, made.length]).toEqual([200, 2]);
  });
});

it("never reads a whole table", async () => {
  const windows = ["days=7", "from=2026-03-01T05:00:00Z&to=2026-03-20T04:00:00Z&compare=previous"];
  const types = [
    "summary",
    "acceptance_rate",
    "offer_performance",
    "channel_effectiveness",
    "budget_burn",
    "funnel",
    "attribution_summary",
    "daily_trend",
    "daily_trend&tz=Europe/Berlin",
    "model_metrics_trend",
    "model_metrics_trend&modelId=m",
    "latency_trend",
    ...["channel", "category", "segment"].map((by) => `offer_performance_grouped&groupBy=${by}`),
    "revenue_trend",
    "policy_impact",
  ];
  board.server.setNow(NOW + 1000);
  const from = calls.length;
  for (const type of types) {
    for (const window of windows) {
      await board.read(`type=${type}&${window}`);
      if (!type.includes("segment")) await board.read(`type=${type}&${window}&segmentId=segV`);
    }
  }
  expect(await tableScans(env.DB, calls.slice(from), computed)).toEqual([]);
});
