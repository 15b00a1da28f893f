import { afterEach, describe, expect, it, vi } from "vitest";
import { createKratosSessions } from "../../src/platform/kratos.ts";
import { createLogger } from "#shared";
import { createServer, json, newTenant } from "../kit/server.ts";

const cookie = { Cookie: "other=1; ory_kratos_session=abc123; more=2" };

const whoami = (tenantId: string | undefined, changes: object = {}) => ({
  id: "session-1",
  active: true,
  expires_at: "2099-01-01T00:00:00Z",
  authenticator_assurance_level: "aal2",
  authentication_methods: [{ method: "password" }, { method: "totp" }],
  identity: {
    id: "identity-7",
    state: "active",
    traits: { email: "someone@example.org" },
    metadata_public: { almanac: { tenant_id: tenantId, role: "editor" } },
  },
  ...changes,
});

const withClaims = (almanac: unknown) => ({ id: "i", metadata_public: { almanac } });

/** Kratos' answers, and what it was asked. */
function kratos(answer: unknown, status = 200) {
  const asked: Request[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation((input, init) => {
    asked.push(new Request(input, init));
    return Promise.resolve(Response.json(answer, { status }));
  });
  const server = createServer({
    sessions: createKratosSessions(
      "https://kratos.test/",
      createLogger(() => {}),
    ),
  });
  return { server, asked };
}

afterEach(() => vi.restoreAllMocks());

describe("a session cookie", () => {
  it("is checked at Kratos with that cookie alone, and kept for 60 seconds", async () => {
    const { id } = await newTenant(createServer());
    const { server, asked } = kratos(whoami(id));
    server.setNow(Date.parse("2026-03-01T00:00:00Z"));
    expect((await server.request("/api/v1/ingest", { headers: cookie })).status).toBe(200);
    server.setNow(Date.parse("2026-03-01T00:00:59Z"));
    expect((await server.request("/api/v1/ingest", { headers: cookie })).status).toBe(200);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.url).toBe("https://kratos.test/sessions/whoami");
    expect(asked[0]?.headers.get("Cookie")).toBe("ory_kratos_session=abc123");
    server.setNow(Date.parse("2026-03-01T00:01:00Z"));
    await server.request("/api/v1/ingest", { headers: cookie });
    expect(asked).toHaveLength(2);
  });

  it("gives the tenant and the role of its identity", async () => {
    const { id } = await newTenant(createServer());
    const { server } = kratos(whoami(id));
    const headers = { ...cookie, "X-Requested-With": "fetch" };
    const body = [{ id: "c", name: "C" }];
    expect((await server.request("/api/v1/ingest/categories", { headers, body })).status).toBe(200);
    expect((await server.request("/api/v1/api-keys", { headers: cookie })).status).toBe(403);
  });

  it.each([
    ["Kratos knows none", {}, 401, 401],
    ["it needs a second factor", {}, 403, 401],
    ["it is not active", whoami("t", { active: false }), 200, 401],
    [
      "its identity is inactive",
      whoami("t", { identity: { id: "i", state: "inactive" } }),
      200,
      401,
    ],
    ["it names no tenant", whoami(undefined), 200, 401],
    ["it has expired", whoami("t", { expires_at: "2020-01-01T00:00:00Z" }), 200, 401],
    ["Kratos is down", {}, 502, 503],
    ["Kratos answers nonsense", { identity: 7 }, 200, 503],
    ["its claims are null", whoami(undefined, { identity: withClaims(null) }), 200, 401],
    ["its role is none", whoami(undefined, { identity: withClaims({ role: "owner" }) }), 200, 401],
  ])("is refused when %s", async (_why, answer, status, expected) => {
    const { server } = kratos(answer, status);
    expect((await server.request("/api/v1/ingest", { headers: cookie })).status).toBe(expected);
  });

  it("does not count when a key is presented", async () => {
    const { adminKey } = await newTenant(createServer());
    const { server, asked } = kratos(whoami("someone-else"));
    const response = await server.request("/api/v1/ingest", { key: adminKey, headers: cookie });
    expect(response.status).toBe(200);
    expect(asked).toHaveLength(0);
  });
});

describe("a mutating call with a cookie proves where it comes from", () => {
  it.each([
    ["nothing", {}, 403],
    ["a foreign origin", { Origin: "https://evil.example" }, 403],
    ["its own origin", { Origin: "https://almanac.test" }, 200],
    ["X-Requested-With", { "X-Requested-With": "fetch" }, 200],
  ])("by %s", async (_what, headers, expected) => {
    const { id } = await newTenant(createServer());
    const { server } = kratos(whoami(id));
    const body = [{ id: "c", name: "C" }];
    const options = { headers: { ...cookie, ...headers }, body };
    const response = await server.request("/api/v1/ingest/categories", options);
    expect(response.status).toBe(expected);
    if (expected === 403) {
      expect((await json(response)).error.message).toBe("Cross-site request refused");
    }
  });
});
