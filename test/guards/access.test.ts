import { describe, expect, it } from "vitest";
import { newApiKey } from "../../src/tenancy/api-key-format.ts";
import { operations } from "../kit/routes.ts";
import { createServer, json, newKey, newTenant } from "../kit/server.ts";

/** Everything that may be read without a credential. */
const PUBLIC = [
  "GET /api/reports/health",
  "GET /api/reports/public/queue/status",
  "GET /api/reports/queue/status",
  "GET /api/reports/shared/{token}",
  "GET /healthz",
  "GET /openapi.json",
];

const server = createServer();
const all = await operations(server);
const closed = all.filter(({ method, path }) => !PUBLIC.includes(`${method} ${path}`));
// Monitoring asks for digits in its ids, and tells a path that is none before it asks who calls.
const concrete = (path: string) =>
  path
    .replaceAll(/\{(?:report|job|alert)_id\}/g, "7")
    .replaceAll(/\{[^}]+\}/g, "3f0c7a52-9d1b-4a8e-8f1d-0b8f6d2f9a11");

const bodyOf = ({ requestBody }: (typeof all)[number]) => (requestBody ? { body: {} } : {});

it("lists as public exactly what is public", () => {
  const open = all.filter(({ security }) => security?.length === 0);
  expect(open.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(PUBLIC);
});

describe.each(closed)("$method $path", (operation) => {
  const { method, path } = operation;

  it.each([
    ["no credential", {}],
    ["an empty key", { "X-API-Key": "" }],
    ["a key that is none", { "X-API-Key": "alm_nonsense" }],
    ["a well-formed key that nobody has", { Authorization: `Token ${newApiKey()}` }],
    ["another scheme", { Authorization: "Basic YTpi" }],
    ["a scheme without a key", { Authorization: "Bearer" }],
    ["a session cookie while sessions are off", { Cookie: "ory_kratos_session=x" }],
  ])("answers 401 to %s", async (_what, headers) => {
    const response = await server.request(concrete(path), {
      method,
      headers,
      ...bodyOf(operation),
    });
    expect(response.status).toBe(401);
    expect(response.headers.get("X-Request-Id")).toBeTruthy();
    expect(JSON.stringify(await json(response))).not.toContain("alm_");
  });
});

describe("an expired key", () => {
  it("is refused", async () => {
    const own = createServer();
    own.setNow(Date.parse("2026-03-01T00:00:00Z"));
    const { adminKey } = await newTenant(own);
    const { key } = await newKey(own, adminKey, { expires_at: "2026-03-01T01:00:00Z" });
    expect((await own.request("/api/v1/ingest", { key })).status).toBe(200);
    own.setNow(Date.parse("2026-03-01T01:00:00Z"));
    expect((await own.request("/api/v1/ingest", { key })).status).toBe(401);
  });
});

describe("what a key may do", () => {
  const record = [{ id: "c", name: "C" }];

  it.each([
    ["viewer", [], 200, 403, 403, 403],
    ["viewer", ["ingest"], 200, 200, 403, 403],
    ["editor", [], 200, 200, 200, 403],
    ["editor", ["read"], 200, 403, 403, 403],
    ["editor", ["write"], 403, 200, 200, 403],
    ["admin", [], 200, 200, 200, 200],
    ["admin", ["read"], 200, 403, 403, 403],
    ["admin", ["admin"], 200, 200, 200, 200],
  ] as const)(
    "role %s, scopes %j: list %i, ingest %i, delete %i, manage keys %i",
    async (role, scopes, list, put, erase, manage) => {
      const { adminKey } = await newTenant(server);
      const { key } = await newKey(server, adminKey, { role, scopes: [...scopes] });
      expect((await server.request("/api/v1/ingest", { key })).status).toBe(list);
      expect(
        (await server.request("/api/v1/ingest/categories", { key, body: record })).status,
      ).toBe(put);
      const removal = { method: "DELETE", key, body: { keys: ["c"] } };
      expect((await server.request("/api/v1/ingest/categories", removal)).status).toBe(erase);
      expect((await server.request("/api/v1/api-keys", { key })).status).toBe(manage);
    },
  );
});

describe("the tenant is the credential's", () => {
  it("whatever headers say, and with the first of two credentials", async () => {
    const a = await newTenant(server);
    const b = await newTenant(server);
    const body = [{ id: "only-in-a", name: "A" }];
    const smuggled = {
      "X-API-Key": a.adminKey,
      Authorization: `Bearer ${b.adminKey}`,
      "X-Tenant-Id": b.id,
    };
    await server.request("/api/v1/ingest/categories", { headers: smuggled, body });
    const rows = async (key: string) => {
      const { data } = await json(await server.request("/api/v1/ingest", { key }));
      return data.find(({ name }: { name: string }) => name === "categories").rows;
    };
    expect([await rows(a.adminKey), await rows(b.adminKey)]).toEqual([1, 0]);
  });

  it("so another tenant's key is not found, and stays valid", async () => {
    const a = await newTenant(server);
    const b = await newTenant(server);
    const { id, key } = await newKey(server, a.adminKey);
    const foreign = await server.request(`/api/v1/api-keys/${id}`, {
      method: "DELETE",
      key: b.adminKey,
    });
    const absent = await server.request(`/api/v1/api-keys/${crypto.randomUUID()}`, {
      method: "DELETE",
      key: b.adminKey,
    });
    expect([foreign.status, absent.status]).toEqual([404, 404]);
    const [one, other] = [await json(foreign), await json(absent)];
    expect(one.error.message).toBe(other.error.message);
    expect((await server.request("/api/v1/ingest", { key })).status).toBe(200);
    const listed = await (await server.request("/api/v1/api-keys", { key: b.adminKey })).text();
    expect(listed).not.toContain(id);
  });

  it("so deleting by another tenant's ids deletes nothing", async () => {
    const a = await newTenant(server);
    const b = await newTenant(server);
    await server.request("/api/v1/ingest/users", { key: a.adminKey, body: [{ id: 1 }] });
    const options = { method: "DELETE", key: b.adminKey, body: { keys: [1] } };
    expect(await json(await server.request("/api/v1/ingest/users", options))).toMatchObject({
      deleted: 0,
    });
  });
});

describe("every way to present a key", () => {
  it.each([
    ["X-API-Key", (key: string) => ({ "X-API-Key": key })],
    ["Token", (key: string) => ({ Authorization: `Token ${key}` })],
    ["token", (key: string) => ({ Authorization: `token ${key}` })],
    ["Bearer", (key: string) => ({ Authorization: `Bearer ${key}` })],
    ["BEARER", (key: string) => ({ Authorization: `BEARER  ${key}` })],
  ])("%s", async (_name, headers) => {
    const { adminKey } = await newTenant(server);
    expect((await server.request("/api/v1/ingest", { headers: headers(adminKey) })).status).toBe(
      200,
    );
  });
});
