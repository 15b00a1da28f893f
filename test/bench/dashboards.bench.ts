import { expect, it } from "vitest";
import { dashboardTypes } from "#dashboards";
import { createServer, json } from "../kit/server.ts";
import { createBoard } from "../dashboards/fixtures.ts";
import { makeInteractions, offersAndChannels } from "../dashboards/many-events.ts";
import { makeTraces } from "../dashboards/many-traces.ts";

/** `VITE_BENCH_EVENTS=1000000` is the size of the target. */
const EVENTS = Number(import.meta.env["VITE_BENCH_EVENTS"] ?? 200_000);
const ROUNDS = Number(import.meta.env["VITE_BENCH_ROUNDS"] ?? 30);
const SHAPE = { days: 100, offers: 20, channels: 4, customers: 10_000 };
const SIZE = { ...SHAPE, interactions: EVENTS, traces: EVENTS / 10 };
const TARGET = 4;
const SAMPLE_TARGET = 70;
const SAMPLED = ["score_distribution", "selection_frequency", "why_not_ranked"];

const QUERIES = [
  ...dashboardTypes.map(({ name }) => name),
  "selection_frequency&channelId=rare",
  "score_distribution&groupBy=category",
].map((query) => (query === "why_not_ranked" ? "why_not_ranked&offerId=o1" : query));

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

it("answers dashboards", { timeout: 3_600_000 }, async () => {
  // The local stand-in of the rate limiter is a Worker of its own, and would refuse after 600.
  const dashboardRequests = { limit: () => Promise.resolve({ success: true }) };
  const board = await createBoard([offersAndChannels(SIZE)], createServer({ dashboardRequests }));
  await makeInteractions(board.tenantId, SIZE);
  await makeTraces(board.tenantId, SIZE);
  const { server, key } = board;
  const jar = await server.request("/api/honey-jars", {
    key: board.admin,
    body: { name: "A jar" },
  });
  const { data } = await json(jar);
  // A request through the same app that reads one row by its key, and that is all.
  const pointRead = () => server.request(`/api/honey-jars/${data.honey_jar.id}`, { key });
  expect((await pointRead()).status).toBe(200);
  for (const type of QUERIES) {
    const times = { computed: [0], known: [0], unchanged: [0], point: [0] };
    const query = `type=${type}&days=90`;
    const etag = (await board.get(query)).headers.get("ETag") ?? "";
    const { rowsRead } = (await board.read(`${query}&meta=1`)).meta;
    const target = SAMPLED.some((name) => type.startsWith(name)) ? SAMPLE_TARGET : TARGET;
    for (let round = 0; round < ROUNDS; round++) {
      times.point[round] = await elapsed(pointRead);
      times.computed[round] = await elapsed(() => board.get(`${query}&meta=1`));
      times.known[round] = await elapsed(() => board.get(query));
      times.unchanged[round] = await elapsed(async () => {
        const response = await board.get(query, { "If-None-Match": etag });
        expect(response.status).toBe(304);
      });
    }
    const ratio = (of: readonly number[]): string =>
      median(of.map((ms, at) => ms / (times.point[at] ?? 1))).toFixed(2);
    console.log(
      `${type}, 90 days of ${EVENTS} interactions: computed ${median(times.computed).toFixed(1)} ms, ` +
        `${rowsRead} rows, ${ratio(times.computed)} × a point read (target ${target}); known ${ratio(times.known)} ×; ` +
        `304 ${ratio(times.unchanged)} × (target 1.2)`,
    );
  }
});
