import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { tableScans } from "../kit/query-plans.ts";
import type { D1Call } from "../kit/recording-d1.ts";
import { createServer, newTenant } from "../kit/server.ts";

const server = createServer();
const { adminKey: key } = await newTenant(server);

const NOTE_OF_USE = /update "api_keys" set "last_used_at"/;

/** The calls that an answer waited for: the note of a key's use comes after it. */
async function callsOf(run: () => Promise<Response>): Promise<{ calls: D1Call[]; status: number }> {
  const from = server.calls.length;
  const { status } = await run();
  const calls = server.calls
    .slice(from)
    .filter(({ statements }) => !statements.some(({ sql }) => NOTE_OF_USE.test(sql)));
  return { calls, status };
}

const interaction = {
  id: "i1",
  customer_id: "c",
  outcome: "click",
  timestamp: "2026-03-01T00:00:00Z",
};
const trace = {
  id: "t1",
  customer_id: "c",
  created_at: "2026-03-01T00:00:00Z",
  scoring_results: [{ offer_id: "o", score: 1 }],
};
const send = (method: string, path: string, body?: unknown) => () =>
  server.request(path, { key, method, ...(body !== undefined && { body }) });

/** Every kind of request, with the D1 calls that it may cost once the credential is known. */
const REQUESTS: [name: string, run: () => Promise<Response>, status: number, calls: number][] = [
  ["list datasets", send("GET", "/api/v1/ingest"), 200, 1],
  ["list keys", send("GET", "/api/v1/api-keys"), 200, 1],
  ["create a key", send("POST", "/api/v1/api-keys", { name: "k" }), 201, 1],
  ["revoke a key", send("DELETE", `/api/v1/api-keys/${crypto.randomUUID()}`), 404, 1],
  [
    "ingest configuration",
    send("POST", "/api/v1/ingest/categories", [{ id: "c", name: "C" }]),
    200,
    1,
  ],
  ["ingest interactions", send("POST", "/api/v1/ingest/interactions", [interaction]), 200, 2],
  ["ingest traces", send("POST", "/api/v1/ingest/decision_traces", [trace]), 200, 1],
  ["delete interactions", send("DELETE", "/api/v1/ingest/interactions", { keys: ["i1"] }), 200, 1],
  ["delete traces", send("DELETE", "/api/v1/ingest/decision_traces", { keys: ["t1"] }), 200, 1],
  [
    "delete members",
    send("DELETE", "/api/v1/ingest/segment_members", {
      keys: [{ segment_id: "s", customer_id: "c" }],
    }),
    200,
    1,
  ],
  ["an unknown path", send("GET", "/api/v1/nope"), 404, 0],
  ["health", send("GET", "/healthz"), 200, 0],
];

describe("a warm request", () => {
  it.each(REQUESTS)("%s: few calls, no table scan", async (_name, run, status, allowed) => {
    await send("GET", "/api/v1/ingest")();
    const { calls, status: answered } = await callsOf(run);
    expect(answered).toBe(status);
    expect(calls.length).toBeLessThanOrEqual(allowed);
    expect(await tableScans(env.DB, calls)).toEqual([]);
  });
});

it("costs one call more when the credential is not known yet", async () => {
  const cold = createServer();
  const from = cold.calls.length;
  await cold.request("/api/v1/ingest", { key });
  const calls = cold.calls
    .slice(from)
    .filter(({ statements }) => !NOTE_OF_USE.test(statements[0]?.sql ?? ""));
  expect(calls).toHaveLength(2);
  expect(await tableScans(env.DB, cold.calls)).toEqual([]);
});

it("writes the use of a key once a minute, not once a request", async () => {
  const own = createServer();
  const start = Date.parse("2026-03-01T00:00:00Z");
  own.setNow(start);
  const { adminKey } = await newTenant(own);
  const notes = () =>
    own.calls.filter(({ statements }) => statements.some(({ sql }) => NOTE_OF_USE.test(sql)))
      .length;
  for (const seconds of [0, 5, 16, 32, 48, 59]) {
    own.setNow(start + seconds * 1_000);
    await own.request("/api/v1/ingest", { key: adminKey });
  }
  expect(notes()).toBe(1);
  own.setNow(start + 76_000);
  await own.request("/api/v1/ingest", { key: adminKey });
  expect(notes()).toBe(2);
});

describe("the plan reader", () => {
  it.each([
    ["SELECT * FROM interactions WHERE outcome = ?", ["x"]],
    ["SELECT count(*) FROM api_keys", []],
    ["DELETE FROM offers WHERE name = ?", ["x"]],
  ])("catches %s", async (sql, values) => {
    const call = { statements: [{ sql, values }], rowsRead: 0, rowsReturned: 0 };
    expect(await tableScans(env.DB, [call])).not.toEqual([]);
  });
});

it("reads rows in proportion to what was sent, not to what is stored", async () => {
  const many = Array.from({ length: 3_000 }, (_, at) => ({ ...interaction, id: `m${at}` }));
  await send("POST", "/api/v1/ingest/interactions", many)();
  const { calls } = await callsOf(
    send("POST", "/api/v1/ingest/interactions", [{ ...interaction, id: "new" }]),
  );
  const rowsRead = calls.reduce((sum, call) => sum + call.rowsRead, 0);
  expect(rowsRead).toBeLessThan(60);
});
