import { env } from "cloudflare:test";
import { guardD1 } from "#shared";
import { expect, it } from "vitest";
import { fakeD1 } from "../kit/fake-d1.ts";
import { createServer, json } from "../kit/server.ts";

const operator = { Authorization: "Bearer test-admin-token" };
const post = (server: ReturnType<typeof createServer>, body: unknown, headers = operator) =>
  server.request("/api/v1/tenants", { headers, body });

it("makes a tenant with an admin key of every academy and the usual outcome types", async () => {
  const server = createServer();
  const response = await post(server, { id: "acme-1", name: "Acme" });
  expect(response.status).toBe(201);
  const { tenant, api_key } = await json(response);
  expect(tenant).toEqual({ id: "acme-1", name: "Acme", created_at: expect.any(String) });
  expect(api_key).toMatchObject({
    tenant_id: "acme-1",
    role: "admin",
    scopes: [],
    capabilities: [{ academy_id: "*", capabilities: ["read_monitoring_report"] }],
  });
  const { data } = await json(await server.request("/api/v1/ingest", { key: api_key.key }));
  expect(data.find(({ name }: { name: string }) => name === "outcome_types").rows).toBe(18);
  const { results } = await env.DB.prepare(
    `SELECT classification || ' ' || category || ' ' || is_conversion || is_exposure AS kind,
       group_concat(key, ' ') AS keys
     FROM (SELECT * FROM outcome_types WHERE tenant_id = 'acme-1' ORDER BY key) GROUP BY 1 ORDER BY 1`,
  ).all();
  expect(results).toEqual([
    {
      kind: "negative response 00",
      keys: "complaint dismiss not_interested opt_out unsubscribed",
    },
    { kind: "neutral impression 00", keys: "delivery expired not_presented" },
    { kind: "neutral impression 01", keys: "impression" },
    { kind: "neutral response 00", keys: "defer deferred" },
    { kind: "positive response 00", keys: "accept click requested_info save share" },
    { kind: "positive response 10", keys: "conversion convert" },
  ]);
});

it("answers 409 for a taken id, and leaves its tenant alone", async () => {
  const server = createServer();
  const { api_key } = await json(await post(server, { id: "taken", name: "First" }));
  const again = await post(server, { id: "taken", name: "Second" });
  expect(again.status).toBe(409);
  const rows = () =>
    env.DB.prepare("SELECT count(*) AS n FROM outcome_types WHERE tenant_id = 'taken'").first("n");
  const remove = { method: "DELETE", key: api_key.key, body: { keys: ["share", "save"] } };
  await server.request("/api/v1/ingest/outcome_types", remove);
  expect((await post(server, { id: "taken", name: "Third" })).status).toBe(409);
  expect(await rows()).toBe(16);
  const keys = env.DB.prepare("SELECT count(*) AS n FROM api_keys WHERE tenant_id = 'taken'");
  expect(await keys.first("n")).toBe(1);
  expect(await env.DB.prepare("SELECT name FROM tenants WHERE id = 'taken'").first("name")).toBe(
    "First",
  );
});

it("makes exactly one tenant of twenty equal requests at once", async () => {
  const server = createServer();
  const requests = Array.from({ length: 20 }, () => post(server, { id: "race", name: "Race" }));
  const statuses = (await Promise.all(requests)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 201)).toHaveLength(1);
  expect(statuses.filter((status) => status === 409)).toHaveLength(19);
});

it("gives the key also when the database's answer was lost once", async () => {
  const calls = { batches: 0 };
  const losing = fakeD1({
    prepare: (sql: string) => env.DB.prepare(sql),
    async batch(statements: D1PreparedStatement[]) {
      const results = await env.DB.batch(statements);
      calls.batches += 1;
      if (calls.batches === 1) throw new Error("Network connection lost.");
      return results;
    },
  });
  const response = await post(createServer({ db: guardD1(losing) }), { id: "lost", name: "Lost" });
  expect(response.status).toBe(201);
  const { api_key } = await json(response);
  const listed = await createServer().request("/api/v1/ingest", { key: api_key.key });
  expect(listed.status).toBe(200);
  expect(
    (await json(listed)).data.find(({ name }: { name: string }) => name === "outcome_types").rows,
  ).toBe(18);
});

it("gives a tenant that lost its keys a new admin key", async () => {
  const server = createServer();
  const { api_key } = await json(await post(server, { id: "locked-out", name: "X" }));
  const own = `/api/v1/api-keys/${api_key.id}`;
  expect((await server.request(own, { method: "DELETE", key: api_key.key })).status).toBe(204);
  const again = (id: string, headers = operator) =>
    server.request(`/api/v1/tenants/${id}/api-keys`, { method: "POST", headers });
  const { key } = await json(await again("locked-out"));
  expect((await server.request("/api/v1/api-keys", { key })).status).toBe(200);
  expect((await again("nobody")).status).toBe(404);
  expect((await again("locked-out", { Authorization: `Bearer ${key}` })).status).toBe(401);
});

it("is for the operator alone, and absent without an admin token", async () => {
  const body = { name: "X" };
  const wrong = await post(createServer(), body, { Authorization: "Bearer test-admin-tokeN" });
  expect(wrong.status).toBe(401);
  const none = await post(createServer({ adminToken: undefined }), body);
  expect(none.status).toBe(404);
});

it.each(["-x", "UPPER", "a b", "", "x".repeat(64), "ü"])("refuses the id %j", async (id) => {
  const response = await post(createServer(), { id, name: "X" });
  expect(response.status).toBe(400);
  expect((await json(response)).error.details[0].param).toBe("id");
});
