import { env } from "cloudflare:test";
import { expect, it } from "vitest";
import { createServer, json } from "../kit/server.ts";
import { createBoard } from "../dashboards/fixtures.ts";
import { makeInteractions, offersAndChannels } from "../dashboards/many-events.ts";

/** `VITE_BENCH_EVENTS=1000000` is the size of the target. */
const EVENTS = Number(import.meta.env["VITE_BENCH_EVENTS"] ?? 200_000);
const ROUNDS = Number(import.meta.env["VITE_BENCH_ROUNDS"] ?? 30);
const SIZE = { interactions: EVENTS, days: 100, offers: 20, channels: 4, customers: 10_000 };
const TARGET = 4;

const TYPES = [
  "summary",
  "acceptance_rate",
  "offer_performance",
  "channel_effectiveness",
  "daily_trend",
  "revenue_trend",
  "offer_performance_grouped&groupBy=channel",
];

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
  const { server, key } = board;
  const jar = await server.request("/api/honey-jars", {
    key: board.admin,
    body: { name: "A jar" },
  });
  const { data } = await json(jar);
  // A request through the same app that reads one row by its key, and that is all.
  const pointRead = () => server.request(`/api/honey-jars/${data.honey_jar.id}`, { key });
  expect((await pointRead()).status).toBe(200);
  for (const type of TYPES) {
    const times = { computed: [0], known: [0], unchanged: [0], point: [0] };
    const query = `type=${type}&days=90`;
    const etag = (await board.get(query)).headers.get("ETag") ?? "";
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
        `${ratio(times.computed)} × a point read (target ${TARGET}); known ${ratio(times.known)} ×; ` +
        `304 ${ratio(times.unchanged)} × (target 1.2)`,
    );
  }
  await env.DB.prepare("DELETE FROM interactions WHERE tenant_id = ?").bind(board.tenantId).run();
});
