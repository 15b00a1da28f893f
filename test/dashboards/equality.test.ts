import fc from "fast-check";
import { expect, it } from "vitest";
import { remove } from "../kit/ingest.ts";
import { createServer } from "../kit/server.ts";
import { type Board, createBoard, NOW } from "./fixtures.ts";
import * as oracle from "./oracle.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TODAY = Math.floor(NOW / DAY) * DAY;
const server = createServer();

const CATALOGUE: Pick<oracle.World, "offers" | "channels" | "categories" | "segments" | "members"> =
  {
    categories: [{ id: "cat1", name: "Savings" }],
    offers: [
      { id: "o1", name: "One", status: "active", priority: 10, category_id: "cat1" },
      { id: "o2", name: "Two", status: "active", priority: 10, category_id: "gone" },
      { id: "o3", name: "Two", status: "paused", priority: 90 },
      { id: "o4", name: "Four", status: "active", priority: 50, deleted: true },
    ],
    channels: [
      { id: "ch1", name: "Web", status: "draft" },
      { id: "ch2", name: "Mail" },
      { id: "ch3", name: "Gone", deleted: true },
    ],
    segments: [
      { id: "s1", name: "Some", materialized_at: "2026-03-01T00:00:00Z" },
      { id: "s2", name: "Paused", status: "paused", materialized_at: "2026-03-01T00:00:00Z" },
      { id: "s3", name: "Later", materialized_at: null },
    ],
    members: [
      { segment_id: "s1", customer_id: "c1" },
      { segment_id: "s2", customer_id: "c1" },
      { segment_id: "s2", customer_id: "c2" },
      { segment_id: "s3", customer_id: "c2" },
    ],
  };

/** Instants where windows, days and zones begin and end, and some between. */
const instants = fc.oneof(
  fc.constantFrom(
    NOW,
    NOW + 1,
    TODAY,
    TODAY - 1,
    TODAY + DAY,
    TODAY - 7 * DAY,
    TODAY - 7 * DAY - 1,
    NOW - 8 * DAY,
    NOW - 8 * DAY + 1,
  ),
  fc.integer({ min: -20 * 24, max: 2 * 24 }).map((hours) => TODAY + hours * HOUR),
  fc.integer({ min: NOW - 20 * DAY, max: NOW + DAY }),
);

const stored: fc.Arbitrary<oracle.Stored> = fc.record({
  id: fc.integer({ min: 0, max: 30 }).map((at) => `e${at}`),
  customer_id: fc.constantFrom("c1", "c2", "c3"),
  offer_id: fc.constantFrom("o1", "o2", "o3", "o4", "unknown", null),
  channel_id: fc.constantFrom("ch1", "ch2", "ch3", "unknown", null),
  outcome: fc.constantFrom("impression", "delivery", "click", "convert", "dismiss", "custom"),
  timestamp: instants.map((at) => new Date(at).toISOString()),
  conversion_value: fc.constantFrom(null, 10, -2.5, 0.0001, 33.3333),
  count: fc.constantFrom(1, 1, 2, 1000),
});

const type = (key: string): fc.Arbitrary<oracle.OutcomeType> =>
  fc.record({
    key: fc.constant(key),
    classification: fc.constantFrom("positive", "negative", "neutral"),
    category: fc.constantFrom("impression", "response"),
    is_conversion: fc.constantFrom(null, true, false),
    is_exposure: fc.constantFrom(null, true, false),
  });

const OUTCOMES: oracle.OutcomeType[] = [
  { key: "impression", classification: "neutral", category: "impression" },
  { key: "delivery", classification: "neutral", category: "impression", is_exposure: false },
  { key: "click", classification: "positive", category: "response" },
  { key: "convert", classification: "positive", category: "response", is_conversion: true },
  { key: "dismiss", classification: "negative", category: "response" },
  { key: "custom", classification: "neutral", category: "response" },
];

const story = fc.record({
  first: fc.array(stored, { maxLength: 25 }),
  second: fc.array(stored, { maxLength: 10 }),
  removed: fc.array(
    fc.integer({ min: 0, max: 30 }).map((at) => `e${at}`),
    { maxLength: 5 },
  ),
  types: fc.uniqueArray(fc.constantFrom("impression", "convert", "custom").chain(type), {
    selector: ({ key }) => key,
    maxLength: 2,
  }),
  gone: fc.constantFrom(undefined, "dismiss"),
});

type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

/** Lets a fresh tenant live through the story. @returns what must be stored at its end. */
async function live({ first, second, removed, types, gone }: Story) {
  const board = await createBoard([], server);
  const { segments, members, ...others } = CATALOGUE;
  await board.put({ ...others, segments, segment_members: members, outcome_types: OUTCOMES });
  const events = new Map<string, oracle.Stored>();
  for (const interactions of [first, second]) {
    if (interactions.length > 0) await board.put({ interactions });
    for (const one of interactions) events.set(one.id, one);
  }
  await remove(server, board.admin, "interactions", removed);
  for (const id of removed) events.delete(id);
  if (types.length > 0) await board.put({ outcome_types: types });
  if (gone !== undefined) await remove(server, board.admin, "outcome_types", [gone]);
  const changed = OUTCOMES.map((one) => types.find(({ key }) => key === one.key) ?? one);
  const outcomes = changed.filter(({ key }) => key !== gone);
  return { board, world: { ...CATALOGUE, events: [...events.values()], outcomes } };
}

interface Asked {
  query: string;
  from: number;
  end: number;
  segmentId?: string | undefined;
}

const GROUPS = ["channel", "category", "segment"];

async function expectWindowed(board: Board, world: oracle.World, asked: Asked): Promise<void> {
  const { query, ...span } = asked;
  const { data } = await board.read(`type=acceptance_rate&${query}`);
  expect(data, query).toEqual(oracle.acceptanceRate(world, span));
  const performance = await board.read(`type=offer_performance&${query}`);
  expect(performance.data, query).toEqual(oracle.offerPerformance(world, span));
  const channels = await board.read(`type=channel_effectiveness&${query}`);
  expect(channels.data, query).toEqual(oracle.channelEffectiveness(world, span));
  for (const by of GROUPS) {
    const { groups } = await board.read(`type=offer_performance_grouped&groupBy=${by}&${query}`);
    expect(groups, `${by} ${query}`).toEqual(oracle.grouped(world, span, by));
  }
}

async function expectTrends(
  board: Board,
  world: oracle.World,
  asked: Asked,
  edges: number[],
): Promise<void> {
  const { query, ...span } = asked;
  const days = oracle.trend(world, edges, span);
  const daily = await board.read(`type=daily_trend&${query}`);
  expect(daily.data, query).toMatchObject(
    days.map(({ impressions, conversions }) => ({ impressions, conversions })),
  );
  const money = await board.read(`type=revenue_trend&${query}`);
  expect(money.data, query).toMatchObject(days.map(({ revenue }) => ({ revenue })));
  expect(money.hasRealData, query).toBe(days.some(({ events }) => events > 0));
}

const everyDay = (first: number, days: number, offset = 0): number[] =>
  Array.from({ length: days + 1 }, (_, at) => first + at * DAY - offset);

const SEGMENTS = [undefined, "s1", "s2"];
const segmentQuery = (segmentId: string | undefined): string =>
  segmentId === undefined ? "" : `&segmentId=${segmentId}`;

it(
  "equals a recomputation from the raw events, whatever became of them",
  { timeout: 240_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        story,
        fc.integer({ min: 1, max: 19 }),
        instants,
        instants,
        fc.constantFrom(...SEGMENTS),
        async (told, days, one, other, segmentId) => {
          const { board, world } = await live(told);
          const and = segmentQuery(segmentId);
          const usual = { from: TODAY - days * DAY, end: NOW + 1, segmentId };
          await expectWindowed(board, world, { query: `days=${days}${and}`, ...usual });
          const [from, to] = one < other ? [one, other] : [other, one + 1];
          const range = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}${and}`;
          const explicit = { from, end: Math.min(to, NOW + 1), segmentId };
          await expectWindowed(board, world, { query: range, ...explicit });

          const first = TODAY - (days - 1) * DAY;
          const trend = { from: first, end: NOW + 1, segmentId };
          await expectTrends(
            board,
            world,
            { query: `days=${days}${and}`, ...trend },
            everyDay(first, days),
          );
          const touched = Math.floor((to - 1) / DAY) - Math.floor(from / DAY) + 1;
          const start = Math.floor(from / DAY) * DAY;
          await expectTrends(board, world, { query: range, ...explicit }, everyDay(start, touched));
          // Kolkata has no summer time: its days begin 5:30 before those of UTC.
          const kolkata = everyDay(first, days, 5.5 * HOUR);
          const local = { from: first - 5.5 * HOUR, end: NOW + 1, segmentId };
          const query = `days=${days}&tz=Asia/Kolkata${and}`;
          await expectTrends(board, world, { query, ...local }, kolkata);
        },
      ),
      { numRuns: 25 },
    );
  },
);

it("equals it for the window before, too", async () => {
  await fc.assert(
    fc.asyncProperty(story, fc.integer({ min: 1, max: 9 }), async (told, days) => {
      const { board, world } = await live(told);
      const back = (days + 1) * DAY;
      const span = { from: TODAY - days * DAY - back, end: NOW + 1 - back };
      const query = `days=${days}&compare=previous`;
      const { previous } = await board.read(`type=acceptance_rate&${query}`);
      expect(previous.data).toEqual(oracle.acceptanceRate(world, span));
      const trend = await board.read(`type=daily_trend&${query}`);
      const first = TODAY - (2 * days - 1) * DAY;
      const before = { from: first, end: NOW + 1 - days * DAY };
      const expected = oracle.trend(world, everyDay(first, days), before);
      expect(trend.previous.data).toMatchObject(
        expected.map(({ impressions, conversions }) => ({ impressions, conversions })),
      );
    }),
    { numRuns: 15 },
  );
});
