import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { tableScans } from "../kit/query-plans.ts";
import { createServer, newKey } from "../kit/server.ts";
import { type Board, catalogue, createBoard, NOW } from "./fixtures.ts";
import { traced } from "./trace-fixtures.ts";

const server = createServer();
const board = await createBoard([catalogue, traced], server);

const read = (path: string, on: Board = board) =>
  server.request(`/api/v1/${path}`, { key: on.key });

const PATHS = [
  "dashboards/decision-health/summary",
  "decision-traces",
  "decision-traces?customerId=c1",
  "decision-traces?requestId=r",
  "decision-traces/t1",
  "offers",
  "channels",
  "categories",
  "segments",
  "algorithm-models",
  "decision-flows",
];

describe.each(PATHS)("%s", (path) => {
  it("is not computed again for who holds it, until something changes", async () => {
    const own = await createBoard([catalogue, traced], server);
    const get = (headers = {}) => server.request(`/api/v1/${path}`, { key: own.key, headers });
    const first = await get();
    const etag = first.headers.get("ETag") ?? "";
    expect(etag).toMatch(/^"[\w-]{27}"$/);
    expect(first.headers.get("Cache-Control")).toBe(
      "private, max-age=15, stale-while-revalidate=15",
    );
    expect(first.headers.get("Vary")).toContain("X-API-Key");
    const from = server.calls.length;
    const again = await get({ "If-None-Match": `"x", W/${etag}` });
    const calls = server.calls.slice(from);
    expect([again.status, again.headers.get("ETag"), await again.text()]).toEqual([304, etag, ""]);
    expect(calls.flatMap(({ statements }) => statements)).toHaveLength(1);
    await own.put({ categories: [{ id: "new", name: "New" }] });
    const changed = await get({ "If-None-Match": etag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get("ETag")).not.toBe(etag);
  });

  it("costs one call, by index, and is for readers of the tenant", async () => {
    await read(path);
    const from = server.calls.length;
    await read(path);
    const calls = server.calls.slice(from);
    expect(calls).toHaveLength(1);
    expect(await tableScans(env.DB, calls, ["trace_counts", "offer_counts"])).toEqual([]);
    const writer = await newKey(server, board.admin, { role: "editor", scopes: ["write"] });
    const refused = await server.request(`/api/v1/${path}`, { key: writer.key });
    expect(refused.status).toBe(403);
    const head = await server.request(`/api/v1/${path}`, { key: board.key, method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });
});

it("reads a bounded number of rows for a page of traces, however many there are", async () => {
  const own = await createBoard([], server);
  const trace = (at: number) => ({
    id: `t${at}`,
    customer_id: "c",
    created_at: new Date(NOW - at * 1_000).toISOString(),
    selected_offers: [{ offer_id: "o" }],
  });
  await own.put({ decision_traces: Array.from({ length: 3_000 }, (_, at) => trace(at)) });
  const rowsOf = async (path: string) => {
    const from = server.calls.length;
    await read(path, own);
    return server.calls.slice(from).reduce((sum, { rowsRead }) => sum + rowsRead, 0);
  };
  await rowsOf("decision-traces?limit=20");
  expect(await rowsOf("decision-traces?limit=20")).toBeLessThanOrEqual(60);
  expect(await rowsOf("dashboards/decision-health/summary?days=90")).toBeLessThanOrEqual(30);
});
