import fc from "fast-check";
import { expect, it } from "vitest";
import { remove } from "../kit/ingest.ts";
import { createServer, json } from "../kit/server.ts";
import { createBoard, NOW } from "./fixtures.ts";
import type { Trace } from "./trace-fixtures.ts";

const server = createServer();
const DAY = 86_400_000;
const OFFERS = ["A", "B", "C"];

const offer_id = fc.constantFrom(...OFFERS);
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const listOf = <T>(arbitrary: fc.Arbitrary<T>) => orNull(fc.array(arbitrary, { maxLength: 3 }));
const figure = orNull(fc.integer({ min: 0, max: 9 }));

const trace: fc.Arbitrary<Trace> = fc.record({
  id: fc.constantFrom(...Array.from("abcdefghijklmno")),
  customer_id: fc.constant("c"),
  created_at: fc.constantFrom(
    "2026-03-27T23:59:59.999Z",
    "2026-03-28T00:00:00.000Z",
    "2026-03-28T14:59:59.999Z",
    "2026-03-28T15:00:00.000Z",
    "2026-03-29T12:00:00.000Z",
    "2026-03-30T15:00:00.000Z",
    "2026-03-30T15:00:00.001Z",
    "2026-03-31T15:00:00.000Z",
  ),
  total_latency_ms: orNull(fc.constantFrom(0, 1, 2.5, 40, 300)),
  candidate_count: figure,
  after_qualification: figure,
  after_suppression: figure,
  after_contact_policy: figure,
  contact_policy_results: listOf(fc.record({ offer_id, blocked: fc.boolean() })),
  scoring_results: listOf(fc.record({ offer_id, score: fc.constantFrom(0, 1) })),
  selected_offers: listOf(fc.record({ offer_id })),
});

const round = (x: number, k: number): number =>
  (Math.sign(x) * Math.round((Math.abs(x) + Number.EPSILON) * 10 ** k)) / 10 ** k || 0;

const time = (one: Trace): number => Date.parse(one.created_at);
const sum = (values: number[]): number => values.reduce((total, one) => total + one, 0);

/** What the endpoint must say of three calendar days, but for the models. */
function health(traces: Trace[]) {
  const days = ["2026-03-28", "2026-03-29", "2026-03-30"];
  const read = traces.filter((one) => time(one) <= NOW && time(one) >= Date.parse("2026-03-28"));
  const selects = (one: Trace, offer?: string) =>
    (one.selected_offers ?? []).some(({ offer_id: id }) => offer === undefined || id === offer);
  const blocked = (one: Trace, offer: string) =>
    (one.contact_policy_results ?? []).some((entry) => entry.offer_id === offer && entry.blocked);
  return {
    acceptanceTrend: days.map((day) => {
      const own = read.filter((one) => one.created_at.startsWith(day));
      return { day, accepted: own.filter((one) => selects(one)).length, total: own.length };
    }),
    perOfferAcceptance: OFFERS.map((offerId) => ({
      offerId,
      count: read.filter((one) => selects(one, offerId)).length,
    }))
      .filter(({ count }) => count > 0)
      .toSorted((a, b) => b.count - a.count || (a.offerId < b.offerId ? -1 : 1)),
    contactPolicyHits: sum(OFFERS.map((offer) => read.filter((one) => blocked(one, offer)).length)),
    tracesScanned: read.length,
  };
}

const scored = (one: Trace): number | null =>
  one.scoring_results ? new Set(one.scoring_results.map(({ offer_id: id }) => id)).size : null;

/** What the endpoint must say of the last 48 hours. */
function pipeline(traces: Trace[]) {
  const read = traces.filter((one) => time(one) <= NOW && time(one) >= NOW - 2 * DAY);
  const latencies = read.flatMap((one) => one.total_latency_ms ?? []).toSorted((a, b) => a - b);
  const rank = (q: number) => latencies[Math.ceil(q * latencies.length) - 1] ?? 0;
  const figures: [stage: string, of: (one: Trace) => number | null | undefined][] = [
    ["Initial Candidates", (one) => one.candidate_count],
    ["After Qualification", (one) => one.after_qualification],
    ["After Suppression", (one) => one.after_suppression],
    ["After Contact Policy", (one) => one.after_contact_policy],
    ["After Scoring", scored],
  ];
  const rates = figures.slice(1).map(([, of]) => {
    const both = read.flatMap((one) => {
      const [initial, left] = [one.candidate_count ?? null, of(one) ?? null];
      return initial === null || left === null ? [] : [{ initial, left }];
    });
    const initial = sum(both.map((one) => one.initial));
    return initial === 0 ? 0 : round((initial - sum(both.map(({ left }) => left))) / initial, 4);
  });
  return {
    windowHours: 48,
    traceCount: read.length,
    durationMs: { p50: rank(0.5), p95: rank(0.95), p99: rank(0.99) },
    funnel: figures.map(([stage, of]) => {
      const values = read.flatMap((one) => of(one) ?? []);
      return { stage, avg: values.length === 0 ? 0 : round(sum(values) / values.length, 2) };
    }),
    filterRates: Object.fromEntries(
      ["qualification", "suppression", "contactPolicy", "scoring"].map((name, at) => [
        name,
        rates[at],
      ]),
    ),
  };
}

it("decision health and pipeline equal a recomputation from the raw traces", async () => {
  const load = fc.record({
    first: fc.array(trace, { maxLength: 20 }),
    later: fc.array(trace, { minLength: 1, maxLength: 5 }),
    gone: fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(load, async ({ first, later, gone }) => {
      const board = await createBoard([{ decision_traces: [...first, ...later] }], server);
      await board.put({ decision_traces: later });
      await remove(server, board.admin, "decision_traces", gone);
      const model = new Map([...first, ...later].map((one) => [one.id, one]));
      for (const id of gone) model.delete(id);
      const traces = [...model.values()];
      const read = async (path: string) =>
        json(await server.request(`/api/v1/dashboards/${path}`, { key: board.key }));
      const { tracesScanned, ...summary } = health(traces);
      expect(await read("decision-health/summary?days=3")).toMatchObject({
        ...summary,
        meta: { tracesScanned },
      });
      expect(await read("decision-pipeline?windowHours=48")).toEqual(pipeline(traces));
    }),
    { numRuns: 30 },
  );
});
