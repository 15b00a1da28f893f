import { describe, expect, it } from "vitest";
import { newKey } from "../kit/server.ts";
import { act, create, createWorld, json, newCaller, REPORTS, wish } from "./world.ts";

const NOWHERE = "00000000-0000-4000-8000-000000000000";
const world = createWorld();
const { server } = world;
const { key, adminKey, tenantId } = await newCaller(world);

const refusal = async (response: Response) => [response.status, (await json(response)).error];

describe("paths and credentials", () => {
  it("treats /api/reports/ as /api/reports", async () => {
    expect((await server.request(`${REPORTS}/`, { key })).status).toBe(200);
    const posted = await server.request(`${REPORTS}/`, { key, body: wish() });
    expect([posted.status, posted.redirected]).toEqual([201, false]);
  });

  it("answers 405 with the methods before asking who calls", async () => {
    const response = await server.request(REPORTS, { method: "PUT", body: {} });
    expect(response.headers.get("Allow")).toBe("POST, GET, HEAD");
    expect(await refusal(response)).toEqual([405, "Method not allowed"]);
  });

  it("prefers fixed paths to ids, also with verbs that only an id has", async () => {
    for (const [path, methods] of [
      ["/templates", "GET, HEAD, POST"],
      ["/webhooks", "POST, GET, HEAD"],
      ["/health", "GET, HEAD"],
    ]) {
      const response = await server.request(`${REPORTS}${path}`, { key, method: "DELETE" });
      expect([...(await refusal(response)), response.headers.get("Allow")]).toEqual([
        405,
        "Method not allowed",
        methods,
      ]);
    }
  });

  it("answers 401 in full", async () => {
    const response = await server.request(REPORTS);
    expect(await json(response)).toEqual({
      success: false,
      error: "Authentication required",
      message: "You must be logged in or provide a valid API key",
    });
  });

  it("lets a read key do everything of its own, and nothing of an admin's", async () => {
    const { key: readKey } = await newKey(server, adminKey, { role: "admin", scopes: ["read"] });
    const { key: ingestKey } = await newKey(server, adminKey, { scopes: ["ingest"] });
    const id = await create(world, readKey);
    expect((await act(world, readKey, id, "cancel")).status).toBe(200);
    expect(
      (await server.request(`${REPORTS}/${id}`, { key: readKey, method: "DELETE" })).status,
    ).toBe(200);
    const scope = await server.request(`${REPORTS}?owner=all`, { key: readKey });
    expect([scope.status, await json(scope)]).toEqual([
      403,
      {
        success: false,
        error: "Insufficient API key scope",
        required_scopes: ["admin"],
        your_scopes: ["read"],
      },
    ]);
    const role = await server.request(`${REPORTS}?owner=all`, { key });
    expect(await refusal(role)).toEqual([403, "Admin access required"]);
    expect(await refusal(await server.request(REPORTS, { key: ingestKey }))).toEqual([
      403,
      "Insufficient API key scope",
    ]);
  });

  it("of another user, another tenant or nobody is not found, everywhere", async () => {
    const other = await newCaller(world);
    const { key: colleague } = await newKey(server, adminKey);
    const id = await create(world, key);
    for (const caller of [other.key, colleague, adminKey]) {
      for (const [method, path] of [
        ["GET", ""],
        ["DELETE", ""],
        ["POST", "/cancel"],
        ["POST", "/retry"],
        ["GET", "/download"],
        ["GET", "/preview"],
      ]) {
        for (const name of [id, NOWHERE, id.toUpperCase(), "x", "%00"]) {
          const response = await server.request(`${REPORTS}/${name}${path}`, {
            key: caller,
            ...(method && { method }),
          });
          expect([method, path, name, ...(await refusal(response))]).toEqual([
            method,
            path,
            name,
            404,
            "Report not found",
          ]);
        }
      }
    }
    const all = await json(await server.request(`${REPORTS}?owner=all`, { key: adminKey }));
    expect(all.data.reports.map(({ id: one }: { id: string }) => one)).toContain(id);
    expect(all.data.reports[0].owner_id).toMatch(/^key:/);
    const theirs = await json(
      await server.request(`${REPORTS}?owner=all`, { key: other.adminKey }),
    );
    expect(theirs.data.reports).toEqual([]);
  });
});

describe("a session", () => {
  const session = (level: string, methods: string[]) => ({
    identityId: "identity-7",
    active: true,
    tenantId,
    role: "editor" as const,
    capabilities: [],
    assuranceLevel: level,
    methods,
    expiresAt: null,
  });
  const withSession = (level: string, methods: string[]) =>
    createWorld({ sessions: { verify: () => Promise.resolve(session(level, methods)) } });
  const headers = { Cookie: "ory_kratos_session=x", "X-Requested-With": "fetch" };
  const sent = (own: ReturnType<typeof createWorld>, more: Record<string, string> = headers) =>
    own.server.request(REPORTS, { body: wish(), headers: more });

  it("needs a second factor that it used", async () => {
    const response = await sent(withSession("aal1", ["password"]));
    expect([response.status, await json(response)]).toEqual([
      403,
      {
        success: false,
        error: "SPECIFIC_METHOD_REQUIRED",
        code: "METHOD_REQUIRED",
        message: "This operation requires confirmation with webauthn or totp",
        required_methods: ["webauthn", "totp"],
        user_methods: ["password"],
        session_methods: ["password"],
        configured_methods: [],
        preferred_method: "webauthn",
      },
    ]);
    for (const [level, methods] of [
      ["aal2", ["password", "totp"]],
      ["aal1", ["webauthn"]],
      ["aal1", ["passkey"]],
    ] as const) {
      expect((await sent(withSession(level, [...methods]))).status).toBe(201);
    }
  });

  it("must prove its origin before that", async () => {
    const response = await sent(withSession("aal1", ["password"]), {
      Cookie: "ory_kratos_session=x",
      Origin: "https://evil.example",
    });
    expect(await json(response)).toEqual({
      success: false,
      error: "Cross-site request refused",
      code: "CSRF",
    });
  });
});

it("keeps times whole and internals out", async () => {
  const body = await (await server.request(REPORTS, { key })).text();
  for (const time of body.match(/\d{4}-\d{2}-\d{2}T[^"]*/g) ?? []) {
    expect(time).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
  }
  expect(server.lines.join("\n")).not.toContain(key);
});
