import { guardD1 } from "#shared";
import { expect, it } from "vitest";
import { fakeD1 } from "../kit/fake-d1.ts";
import { createServer, json, newKey, newTenant } from "../kit/server.ts";

const EMAIL = "canary.person@example.org";
const CANARY = "canary-7f3e91";

it("leaves no key, address, body or statement in a log line or an error", async () => {
  const server = createServer();
  const { adminKey } = await newTenant(server);
  const { key } = await newKey(server, adminKey, { role: "editor" });
  const answers: string[] = [];
  const send = async (path: string, body: unknown, headers = {}) => {
    const response = await server.request(path, { key, body, headers });
    answers.push(await response.text());
  };
  await send("/api/v1/ingest/users", [
    { id: 1, email: EMAIL },
    { id: 2, email: EMAIL, x: CANARY },
  ]);
  await send("/api/v1/ingest/users", `[{"id": "${CANARY}`);
  await send("/api/v1/ingest/users", [{ id: 1 }], { "X-Request-Id": key });
  await send(`/api/v1/ingest/${CANARY}?key=${key}`, []);
  await server.request(`/api/v1/${key}/${EMAIL}`);
  const logged = server.lines.join("\n");
  expect(server.lines.length).toBeGreaterThan(5);
  for (const secret of [key, adminKey, EMAIL, CANARY, "INSERT", "params", "test-pepper"]) {
    expect(logged).not.toContain(secret);
  }
  for (const secret of [key, adminKey, EMAIL, "INSERT", "SQLITE"]) {
    expect(answers.join("\n")).not.toContain(secret);
  }
});

/** D1 whose every statement fails with a message that quotes what it was given. */
function failingD1(message: string): D1Database {
  const fail = () => Promise.reject(new Error(`${message}: ${CANARY}`));
  const statement = { bind: () => statement, all: fail, run: fail, first: fail, raw: fail };
  return fakeD1({ prepare: () => statement, batch: fail });
}

it("answers an unexpected failure with the request id and keeps the cause to the log", async () => {
  const { adminKey } = await newTenant(createServer());
  const broken = createServer({ db: guardD1(failingD1("no such table: SELECT secret")) });
  const headers = { "X-Request-Id": "req-1" };
  const response = await broken.request("/api/v1/ingest", { key: adminKey, headers });
  expect(response.status).toBe(500);
  expect(await json(response)).toEqual({
    error: {
      code: "INTERNAL_ERROR",
      message: "Internal server error",
      status: 500,
      requestId: "req-1",
    },
  });
  const logged = broken.lines.join("\n");
  expect(logged).toContain('"event":"http.request.failed"');
  expect(logged).toContain("req-1");
  expect(logged).not.toContain(CANARY);
  expect(logged).not.toContain("SELECT");
});

it("answers 503 with Retry-After while the database is away", async () => {
  const { adminKey } = await newTenant(createServer());
  const away = createServer({ db: guardD1(failingD1("D1 DB is overloaded. Requests queued")) });
  const response = await away.request("/api/v1/ingest", { key: adminKey });
  expect(response.status).toBe(503);
  expect(response.headers.get("Retry-After")).toBe("5");
  expect((await json(response)).error.code).toBe("SERVICE_UNAVAILABLE");
});
