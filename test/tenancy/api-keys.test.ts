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
  expect((await server.request("/api/v1/ingest", { key })).status).toBe(200);
  const revoked = await server.request(`/api/v1/api-keys/${id}`, {
    method: "DELETE",
    key: adminKey,
  });
  expect(revoked.status).toBe(204);
  server.setNow(Date.parse("2026-03-01T00:00:15Z"));
  expect((await server.request("/api/v1/ingest", { key })).status).toBe(401);
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
