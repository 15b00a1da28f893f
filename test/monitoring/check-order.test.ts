import { describe, expect, it } from "vitest";
import type { Session } from "#tenancy";
import { newApiKey } from "../../src/tenancy/api-key-format.ts";
import { newKey } from "../kit/server.ts";
import { BASE, newReporters, refusal } from "./reports-kit.ts";

const reporters = await newReporters();
const { server, adminKey, key } = reporters;
const { key: narrowKey } = await newKey(server, adminKey, { scopes: ["ingest"] });

interface Wish {
  method: string;
  path: string;
  key: string;
  academy: string | null;
  headers: Record<string, string>;
  query: Record<string, string>;
}

/** Something wrong with a request: its slug, what it touches, how it is done. */
type Wrong = [slug: string, touches: string[], spoil: (wish: Wish) => void];

/** In the order in which a list checks them (monitoring contract, section 2.3). */
const ORDER: Wrong[] = [
  ["not-found", ["path"], (wish) => (wish.path = "/churn/")],
  ["not-acceptable", ["accept"], (wish) => (wish.headers["Accept"] = "image/png")],
  ["invalid-token", ["key"], (wish) => (wish.key = newApiKey())],
  ["insufficient-scope", ["key"], (wish) => (wish.key = narrowKey)],
  ["method-not-allowed", ["method"], (wish) => (wish.method = "PATCH")],
  ["missing-academy", ["header", "academy"], (wish) => (wish.academy = null)],
  ["invalid-academy-id", ["header"], (wish) => (wish.academy = "3,x")],
  ["without-capability", ["header"], (wish) => (wish.academy = "3,4")],
  ["academy-inactive", ["header"], (wish) => (wish.academy = "1,4,3")],
  ["report-type-not-found", ["path"], (wish) => (wish.path = "/nope")],
  ["unsupported-filter", ["zeta"], ({ query }) => (query["zeta"] = "1")],
  ["invalid-filter-choice", ["format", "accept"], ({ query }) => (query["format"] = "xml")],
  ["invalid-sort-field", ["sort"], ({ query }) => (query["sort"] = "zeta")],
  ["invalid-filter-value", ["academy"], ({ query }) => (query["academy"] = "1,x")],
  ["academy-filter-mismatch", ["academy"], ({ query }) => (query["academy"] = "2")],
  ["invalid-filter-value", ["date"], ({ query }) => (query["date"] = "2026-02-30")],
  ["invalid-filter-choice", ["risk_level"], ({ query }) => (query["risk_level"] = "NONE")],
  ["invalid-filter-value", ["user"], ({ query }) => (query["user"] = "x")],
];

const pairs = ORDER.flatMap((earlier, at) =>
  ORDER.slice(at + 1)
    .filter((later) => !later[1].some((one) => earlier[1].includes(one)))
    .map((later) => [earlier, later] as const),
);

const send = async (...wrongs: Wrong[]) => {
  const wish: Wish = { method: "GET", path: "/churn", key, academy: "1", headers: {}, query: {} };
  for (const [, , spoil] of wrongs) spoil(wish);
  const query = new URLSearchParams(wish.query).toString();
  return server.request(`${BASE}${wish.path}?${query}`, {
    method: wish.method,
    key: wish.key,
    headers: { ...wish.headers, ...(wish.academy !== null && { Academy: wish.academy }) },
  });
};

it("has no complaint without a fault", async () => {
  expect((await send()).status).toBe(200);
});

it.each(ORDER.map((wrong) => [wrong[0], wrong] as const))("%s alone", async (slug, wrong) => {
  expect((await refusal(await send(wrong))).slug).toBe(slug);
});

it("answers with the earlier of any two faults", async () => {
  for (const [earlier, later] of pairs) {
    const { body } = await refusal(await send(earlier, later));
    const alone = await refusal(await send(earlier));
    expect(body, `${earlier[0]} before ${later[0]}`).toEqual(alone.body);
  }
});

describe("a session", () => {
  const session: Session = {
    identityId: "s-1",
    active: true,
    tenantId: reporters.tenantId,
    role: "viewer",
    capabilities: [{ academy_id: "*", capabilities: ["read_monitoring_report"] }],
    assuranceLevel: "aal1",
    methods: [],
    expiresAt: null,
  };
  const ask = async (wish: Partial<Session>, method: string, headers = {}) => {
    const verify = () => Promise.resolve({ ...session, ...wish });
    const own = await newReporters({ sessions: { verify } });
    return own.server.request(`${BASE}/churn`, {
      method,
      headers: { Cookie: "ory_kratos_session=x", Academy: "1", ...headers },
    });
  };

  it("must prove its origin before its verb is looked at", async () => {
    expect((await refusal(await ask({}, "DELETE"))).slug).toBe("cross-site-request");
    const proven = await ask({}, "DELETE", { "X-Requested-With": "x" });
    expect(proven.headers.get("Allow")).toBe("GET, HEAD");
    expect((await refusal(proven)).slug).toBe("method-not-allowed");
  });

  it("of somebody inactive, or that is over, says so in three and two fields", async () => {
    const inactive = await refusal(await ask({ active: false }, "GET"));
    expect(inactive).toMatchObject({ status: 401, slug: "inactive-user" });
    expect(inactive.body).toMatchObject({
      error: "The user is inactive.",
      is_authenticated: "False",
    });
    const expired = await refusal(await ask({ expiresAt: Date.UTC(2026, 3, 1) }, "GET"));
    expect(expired).toMatchObject({
      slug: "token-expired",
      body: { detail: "The credential expired at 2026-04-01T00:00:00Z." },
    });
  });
});

describe("credentials", () => {
  it.each([
    [{}, "authentication-required"],
    [{ Authorization: "Basic YTpi" }, "authentication-required"],
    [{ Authorization: "Token" }, "invalid-token-header"],
    [{ Authorization: `Token ${key} more` }, "invalid-token-header"],
    [{ Authorization: "Token alm_x" }, "invalid-token"],
    [{ "X-API-Key": "alm_x" }, "invalid-token"],
  ])("%j: %s", async (headers, slug) => {
    const response = await server.request(`${BASE}/churn`, { headers });
    expect(response.headers.get("WWW-Authenticate")).toBe("Token, Bearer");
    expect(await refusal(response)).toMatchObject({ status: 401, slug });
  });
});

describe("paths", () => {
  it.each([
    "/",
    "/churn/abc",
    "/churn/-1",
    "/churn/1/",
    "/churn/1/more",
    "/churn/alerts/1",
    "/churn/alerts/x/resolve",
    "/churn/summary/",
    "/churn/generate/x",
    "/generate-jobs/",
  ])("%s is none, whoever asks", async (path) => {
    expect(await refusal(await server.request(`${BASE}${path}`))).toMatchObject({
      status: 404,
      slug: "not-found",
      keys: ["detail", "slug", "status_code"],
    });
  });

  it("beside the reports have monitoring's form too", async () => {
    const response = await server.request("/v1/monitoring/reports");
    expect(await refusal(response)).toMatchObject({ status: 404, slug: "not-found" });
  });
});
