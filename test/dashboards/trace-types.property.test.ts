import fc from "fast-check";
import { expect, it } from "vitest";
import { remove } from "../kit/ingest.ts";
import { createServer } from "../kit/server.ts";
import { createBoard, noon, NOW } from "./fixtures.ts";
import * as oracle from "./trace-oracle.ts";
import type { World } from "./trace-oracle-facts.ts";
import type { Trace } from "./trace-fixtures.ts";

const server = createServer();
const OFFERS = ["A", "B", "C", "D"];

const world: World = {
  now: NOW,
  offers: [
    { id: "A", name: "Alpha", category_id: "cat1" },
    { id: "B", name: "Beta", category_id: "cat2" },
    { id: "C", name: "Gamma", category_id: "cat1" },
  ],
  channels: [{ id: "ch1", name: "Mail" }],
  members: ["c1", "c3"],
  flows: [
    { id: "f1", key: "main" },
    { id: "f2", key: "f1" },
  ],
};

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const offer_id = fc.constantFrom(...OFFERS);
const rank = orNull(fc.constantFrom(0, 1, 2, 3, 11));
const score = fc.constantFrom(-0.2, 0, 0.1, 0.3, 0.35, 0.5, 0.55, 0.7, 0.999, 1, 1.7);
const listOf = <T>(arbitrary: fc.Arbitrary<T>) => orNull(fc.array(arbitrary, { maxLength: 4 }));

const trace: fc.Arbitrary<Trace> = fc.record({
  id: fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h"),
  customer_id: fc.constantFrom("c1", "c2", "c3"),
  created_at: fc.constantFrom(
    "2026-03-22T23:59:59.999Z",
    "2026-03-23T00:00:00.000Z",
    "2026-03-28T12:00:00.000Z",
    "2026-03-29T12:00:00.000Z",
    "2026-03-30T14:59:59.999Z",
    "2026-03-30T15:00:00.000Z",
    "2026-03-30T15:00:00.001Z",
    "2026-04-02T00:00:00.000Z",
  ),
  channel_id: orNull(fc.constantFrom("ch1", "ch2")),
  decision_flow_id: orNull(fc.constantFrom("f1", "f2")),
  decision_flow_key: orNull(fc.constantFrom("main", "f1")),
  degraded_scoring: orNull(fc.boolean()),
  qualification_results: listOf(fc.record({ offer_id, passed: fc.boolean() })),
  contact_policy_results: listOf(fc.record({ offer_id, blocked: fc.boolean() })),
  scoring_results: listOf(
    fc.record({
      offer_id,
      score,
      propensity: orNull(score),
      rank,
      channel_id: orNull(fc.constantFrom("ch1", "ch3")),
    }),
  ),
  selected_offers: listOf(fc.record({ offer_id, rank })),
});

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ put: fc.array(trace, { minLength: 1, maxLength: 8 }) }) },
  { weight: 1, arbitrary: fc.record({ remove: fc.array(fc.constantFrom("a", "b", "c")) }) },
);

const EVERYONE = {
  days: 7,
  isMember: false,
  channel: undefined,
  category: undefined,
  flow: undefined,
};

it("every trace type equals a recomputation from the raw traces", async () => {
  const catalogue = {
    offers: world.offers.map((one) => ({ ...one, status: "active", deleted: one.id === "C" })),
    channels: world.channels,
    decision_flows: world.flows,
    segments: [{ id: "seg", name: "Seg", materialized_at: noon(1) }],
    segment_members: world.members.map((customer_id) => ({ segment_id: "seg", customer_id })),
  };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      const board = await createBoard([catalogue], server);
      const model = new Map<string, Trace>();
      for (const one of steps) {
        if ("put" in one) {
          await board.put({ decision_traces: one.put });
          for (const row of one.put) model.set(row.id, row);
        } else {
          await remove(server, board.admin, "decision_traces", one.remove);
          for (const name of one.remove) model.delete(name);
        }
      }
      const traces = [...model.values()];
      const same = async (query: string, expected: unknown) =>
        expect(await board.read(query), query).toEqual(expected);

      await same("type=selection_frequency", oracle.selectionFrequency(world, traces, EVERYONE));
      for (const [query, filters] of [
        ["segmentId=seg", { isMember: true }],
        ["channelId=ch1&days=1", { channel: "ch1", days: 1 }],
        ["decisionFlowId=f1", { flow: "f1" }],
        ["categoryId=cat1&days=2", { category: "cat1", days: 2 }],
      ] as const) {
        const expected = oracle.selectionFrequency(world, traces, { ...EVERYONE, ...filters });
        await same(`type=selection_frequency&${query}`, expected);
      }
      for (const offer of ["A", "C"]) {
        const expected = oracle.whyNotRanked(world, traces, offer, EVERYONE);
        await same(`type=why_not_ranked&offerId=${offer}`, expected);
      }
      await same(
        "type=why_not_ranked&offerId=B&segmentId=seg",
        oracle.whyNotRanked(world, traces, "B", { ...EVERYONE, isMember: true }),
      );
      await same("type=score_distribution", oracle.scoreDistribution(world, traces, { days: 7 }));
      for (const groupBy of ["channel", "offer", "category"] as const) {
        const expected = oracle.scoreDistribution(world, traces, { days: 2, groupBy });
        await same(`type=score_distribution&days=2&groupBy=${groupBy}`, expected);
      }
      await same(
        "type=score_distribution&groupBy=channel&filterId=ch1",
        oracle.scoreDistribution(world, traces, { days: 7, groupBy: "channel", filterId: "ch1" }),
      );
      for (const [query, from, to, days] of [
        ["days=7", "2026-03-23T00:00:00.000Z", "2026-03-30T15:00:00.000Z", 7],
        ["days=1", "2026-03-29T00:00:00.000Z", "2026-03-30T15:00:00.000Z", 1],
        [
          "from=2026-03-22T23:59:59Z&to=2026-03-29T12:00:00Z",
          "2026-03-22T23:59:59.000Z",
          "2026-03-29T11:59:59.999Z",
          7,
        ],
        [
          "from=2026-03-30T14:00:00Z&to=2026-03-30T15:00:00Z",
          "2026-03-30T14:00:00.000Z",
          "2026-03-30T14:59:59.999Z",
          1,
        ],
      ] as const) {
        const counts = oracle.degradedCounts(traces, Date.parse(from), Date.parse(to));
        await same(`type=degraded_scoring&${query}`, {
          degradedCount: counts.degraded,
          totalCount: counts.scoring,
          days,
          hasData: counts.scoring > 0,
        });
      }
    }),
    { numRuns: 25 },
  );
}, 60_000);
