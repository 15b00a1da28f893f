import { expect, it } from "vitest";
import { createServer, json, newKey, newTenant } from "../kit/server.ts";

it("shows a key once and never again", async () => {
  const server = createServer();
  const { adminKey } = await newTenant(server);
  const { id, key } = await newKey(server, adminKey, { role: "editor" });
  expect(key).toMatch(/^alm_[0-9A-Za-z]{49}$/);
  const listed = await server.request("/api/v1/api-keys", { key: adminKey });
  expect(listed.status).toBe(200);
  const text = await listed.text();
  expect(text).not.toContain(key);
  expect(JSON.parse(text).data).toContainEqual(
    expect.objectContaining({ id, role: "editor", scopes: [], key_prefix: key.slice(0, 12) }),
  );
});

it("refuses a revoked key at most 15 seconds later", async () => {
  const server = createServer();
  server.setNow(Date.parse("2026-03-01T00:00:00Z"));
  const { adminKey } = await newTenant(server);
  const { id, key } = await newKey(server, adminKey);
  const elsewhere = createServer();
  elsewhere.setNow(Date.parse("2026-03-01T00:00:00Z"));
  expect((await elsewhere.request("/api/v1/ingest", { key })).status).toBe(200);
  const revoked = await server.request(`/api/v1/api-keys/${id}`, {
    method: "DELETE",
    key: adminKey,
  });
  expect(revoked.status).toBe(204);
  expect((await server.request("/api/v1/ingest", { key })).status).toBe(401);
  elsewhere.setNow(Date.parse("2026-03-01T00:00:15Z"));
  expect((await elsewhere.request("/api/v1/ingest", { key })).status).toBe(401);
});

it("keeps what a key was given, and gives a viewer where nothing was said", async () => {
  const server = createServer();
  const { adminKey } = await newTenant(server);
  const capabilities = [{ academy_id: 7, capabilities: ["read_monitoring_report"] }];
  const body = { name: "K", user_id: "u-7", capabilities, expires_at: "2099-01-01T02:00:00+02:00" };
  const response = await server.request("/api/v1/api-keys", { key: adminKey, body });
  expect(await json(response)).toMatchObject({
    role: "viewer",
    scopes: [],
    user_id: "u-7",
    capabilities,
    expires_at: "2099-01-01T00:00:00Z",
    revoked_at: null,
    last_used_at: null,
  });
  const past = { key: adminKey, body: { name: "K", expires_at: "2020-01-01T00:00:00Z" } };
  const refused = await server.request("/api/v1/api-keys", past);
  expect(refused.status).toBe(400);
  expect((await json(refused)).error.details[0].param).toBe("expires_at");
});

it("answers 401 in the surface's own form", async () => {
  const response = await createServer().request("/api/v1/ingest");
  expect(response.status).toBe(401);
  expect(await json(response)).toEqual({
    error: {
      code: "UNAUTHORIZED",
      message: "Authentication required",
      status: 401,
      requestId: response.headers.get("X-Request-Id"),
    },
  });
});
