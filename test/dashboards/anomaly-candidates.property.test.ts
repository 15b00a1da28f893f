import fc from "fast-check";
import { expect, it } from "vitest";
import { createServer } from "../kit/server.ts";
import { createBoard, NOW } from "./fixtures.ts";

const server = createServer();
const DAY = 86_400_000;

const KINDS: Record<string, { shows?: boolean; positive?: boolean; answers?: boolean }> = {
  impression: { shows: true },
  delivery: {},
  click: { answers: true, positive: true },
  convert: { answers: true, positive: true },
  dismiss: { answers: true },
};

interface Event {
  offer_id: string | null;
  channel_id: string | null;
  outcome: string;
  timestamp: string;
  count: number;
  conversion_value: number | null;
}

const OFFERS = [
  { id: "A", name: "Alpha", status: "active" },
  { id: "B", name: "Beta", status: "paused" },
  { id: "G", name: "Gone", status: "active", deleted: true },
];
const CHANNELS = [{ id: "ch1", name: "Mail", status: "draft" }];

const interaction: fc.Arbitrary<Event> = fc.record({
  offer_id: fc.constantFrom("A", "A", "B", "G", "unknown", null),
  channel_id: fc.constantFrom("ch1", "unknown", null),
  outcome: fc.constantFrom(...Object.keys(KINDS), "impression", "impression"),
  timestamp: fc.constantFrom(
    "2026-03-15T23:59:59.999Z",
    "2026-03-16T00:00:00.000Z",
    "2026-03-20T12:00:00.000Z",
    "2026-03-22T23:59:59.999Z",
    "2026-03-23T00:00:00.000Z",
    "2026-03-27T12:00:00.000Z",
    "2026-03-30T15:00:00.000Z",
    "2026-03-30T15:00:00.001Z",
  ),
  count: fc.constantFrom(1, 5, 20, 33, 60, 100),
  conversion_value: fc.constantFrom(null, null, 10, 99.5, -40, 0.0001),
});

const round = (x: number, k: number): number =>
  (Math.sign(x) * Math.round((Math.abs(x) + Number.EPSILON) * 10 ** k)) / 10 ** k || 0;
const ORDER = ["critical", "warning", "info"];

/** |z| and |deltaPct| from which on it is critical, a warning, worth telling. */
const LIMITS = [
  { z: 4, p: 50 },
  { z: 3, p: 30 },
  { z: 2, p: 15 },
];

const severity = (z: number, p: number): string | undefined =>
  ORDER[LIMITS.findIndex((limit) => Math.abs(z) >= limit.z || Math.abs(p) >= limit.p)];

interface Ends {
  from: number;
  to: number;
}

const within = ({ timestamp }: Event, { from, to }: Ends) =>
  Date.parse(timestamp) >= from && Date.parse(timestamp) < to;

const sum = (events: Event[], of: (event: Event) => number): number =>
  events.reduce((total, one) => total + of(one), 0);

interface Judged {
  baseline: number;
  current: number;
  z: number;
  money: boolean;
}

function rateOf(before: Event[], now: Event[]): Judged | undefined {
  const [n0 = 0, n1 = 0] = [before, now].map((events) =>
    sum(events, ({ outcome, count }) => (KINDS[outcome]?.shows ? count : 0)),
  );
  const [x0 = 0, x1 = 0] = [before, now].map((events) =>
    sum(events, ({ outcome, count }) => (KINDS[outcome]?.positive ? count : 0)),
  );
  if (n0 < 30 || n1 < 30) return undefined;
  const [a, b] = [Math.min(x0, n0), Math.min(x1, n1)];
  const p = (a + b) / (n0 + n1);
  const deviation = Math.sqrt(p * (1 - p) * (1 / n0 + 1 / n1));
  const z = deviation === 0 ? 0 : (b / n1 - a / n0) / deviation;
  return { baseline: x0 / n0, current: x1 / n1, z, money: false };
}

function revenueOf(before: Event[], now: Event[], k: number): Judged | undefined {
  const valued = (events: Event[]) =>
    events.filter((one) => one.conversion_value !== null && KINDS[one.outcome]?.answers);
  const [old, fresh] = [valued(before), valued(now)];
  const value = (one: Event) => one.conversion_value ?? 0;
  if (sum([...old, ...fresh], ({ count }) => count) < 5) return undefined;
  const [r0 = 0, r1 = 0] = [old, fresh].map((list) => sum(list, (one) => one.count * value(one)));
  const [q0 = 0, q1 = 0] = [old, fresh].map((list) =>
    sum(list, (one) => one.count * value(one) ** 2),
  );
  const deviation = Math.sqrt(q1 + k * k * q0);
  // Whole ten-thousandths, as they are stored: floating sums may miss a true zero.
  const exact = (amount: number) => Math.round(amount * 1e4) / 1e4;
  const z = deviation === 0 ? 0 : (exact(r1) - k * exact(r0)) / deviation;
  return { baseline: k * exact(r0), current: exact(r1), z, money: true };
}

function anomaly(about: object, judged: Judged | undefined) {
  if (!judged) return [];
  const { baseline, current, z, money } = judged;
  if (baseline === 0 && current === 0) return [];
  const zscore = Math.max(-99.9, Math.min(99.9, round(z, 1)));
  const change = round(((current - baseline) / Math.abs(baseline)) * 100, 1);
  const found = severity(zscore, baseline === 0 ? 0 : change);
  if (found === undefined) return [];
  const shown = (x: number) =>
    money ? Math.sign(x) * (Math.round(Math.abs(x) * 100) / 100) || 0 : round(x, 3);
  return [
    {
      ...about,
      baseline: shown(baseline),
      current: shown(current),
      deltaPct: baseline === 0 ? 100 : change,
      zscore,
      severity: found,
    },
  ];
}

function expected(events: Event[], now: Ends, before: Ends, k: number) {
  const sides = (keep: (event: Event) => boolean): [Event[], Event[]] => [
    events.filter((one) => keep(one) && within(one, before)),
    events.filter((one) => keep(one) && within(one, now)),
  ];
  const named = (dimension: string, { id, name }: { id: string; name: string }) => ({
    dimension,
    dimensionKey: id,
    dimensionName: name,
  });
  const overall = named("overall", { id: "overall", name: "Overall" });
  const offers = OFFERS.filter((one) => !one.deleted);
  const rows = [
    ...anomaly({ metric: "acceptance_rate", ...overall }, rateOf(...sides(() => true))),
    ...offers.flatMap((offer) => {
      const [old, fresh] = sides(({ offer_id }) => offer_id === offer.id);
      const about = named("offer", offer);
      return [
        ...anomaly({ metric: "acceptance_rate", ...about }, rateOf(old, fresh)),
        ...anomaly({ metric: "revenue", ...about }, revenueOf(old, fresh, k)),
      ];
    }),
    ...CHANNELS.flatMap((channel) =>
      anomaly(
        { metric: "acceptance_rate", ...named("channel", channel) },
        rateOf(...sides(({ channel_id }) => channel_id === channel.id)),
      ),
    ),
  ] as (ReturnType<typeof anomaly>[number] &
    Record<"metric" | "dimension" | "dimensionKey", string>)[];
  const text = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  return rows.toSorted(
    (a, b) =>
      ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) ||
      Math.abs(b.zscore) - Math.abs(a.zscore) ||
      Math.abs(b.deltaPct) - Math.abs(a.deltaPct) ||
      text(a.metric, b.metric) ||
      text(a.dimension, b.dimension) ||
      text(a.dimensionKey, b.dimensionKey),
  );
}

const at = (iso: string) => Date.parse(iso);

it("equals a recomputation from the raw interactions", async () => {
  const events = fc.array(interaction, { minLength: 1, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(events, async (list) => {
      const board = await createBoard([{ offers: OFFERS, channels: CHANNELS }], server);
      const interactions = list.map((one, place) => ({
        ...one,
        id: `i${place}`,
        customer_id: "c",
      }));
      await board.put({ interactions });
      const since = at("2026-03-23");
      for (const [query, now, before, k] of [
        ["", { from: since, to: NOW + 1 }, { from: since - 7 * DAY, to: since }, 1],
        [
          "&days=3&baselineDays=12",
          { from: at("2026-03-27"), to: NOW + 1 },
          { from: at("2026-03-15"), to: at("2026-03-27") },
          0.25,
        ],
        [
          "&from=2026-03-22T12:00:00Z&to=2026-03-27T12:00:00Z&baselineDays=7",
          { from: at("2026-03-22T12:00:00Z"), to: at("2026-03-27T12:00:00Z") },
          { from: at("2026-03-15T12:00:00Z"), to: at("2026-03-22T12:00:00Z") },
          5 / 7,
        ],
      ] as const) {
        const { data } = await board.read(`type=anomaly_candidates${query}`);
        expect(data, query).toEqual(expected(list, now, before, k));
      }
    }),
    { numRuns: 40 },
  );
});
