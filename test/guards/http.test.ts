import { describe, expect, it } from "vitest";
import { createServer, json, newTenant } from "../kit/server.ts";

const server = createServer();

describe("request ids", () => {
  it.each(["abc", "A.b_c-9", "x".repeat(128)])("echoes %s", async (id) => {
    const response = await server.request("/healthz", { headers: { "X-Request-Id": id } });
    expect(response.headers.get("X-Request-Id")).toBe(id);
  });

  it.each(["", "a b", "x".repeat(129), "a/b"])("replaces %s by a UUID", async (id) => {
    const headers = { "X-Request-Id": id };
    const response = await server.request("/healthz", { headers });
    expect(response.headers.get("X-Request-Id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("are in the error body and in the log line", async () => {
    const own = createServer();
    const response = await own.request("/api/v1/nope", { headers: { "X-Request-Id": "trace-me" } });
    expect((await json(response)).error.requestId).toBe("trace-me");
    expect(own.lines.some((line) => line.includes('"request_id":"trace-me"'))).toBe(true);
  });
});

describe("errors speak the form of the surface", () => {
  it.each([
    [
      "GET",
      "/api/v1/nope",
      404,
      { error: { code: "NOT_FOUND", message: "Not found", status: 404 } },
    ],
    ["PUT", "/api/v1/api-keys", 405, { error: { code: "METHOD_NOT_ALLOWED", status: 405 } }],
    ["GET", "/api/reports/a/b/c", 404, { success: false, error: "Not found" }],
    ["PATCH", "/api/honey-jars", 405, { success: false, error: "Method not allowed" }],
  ])("%s %s", async (method, path, status, body) => {
    const response = await server.request(path, { method });
    expect(response.status).toBe(status);
    expect(await json(response)).toMatchObject(body);
  });

  it("names the methods that a path has", async () => {
    const keys = await server.request("/api/v1/api-keys", { method: "PUT" });
    expect(keys.headers.get("Allow")).toBe("GET, HEAD, POST");
    const dataset = await server.request("/api/v1/ingest/offers", { method: "GET" });
    expect(dataset.headers.get("Allow")).toBe("POST, DELETE");
  });

  it("refuses another content type, and a large body by its size alone", async () => {
    const { adminKey: key } = await newTenant(server);
    const type = await server.request("/api/v1/api-keys", {
      key,
      body: "{}",
      headers: { "Content-Type": "text/plain" },
    });
    expect(type.status).toBe(415);
    expect((await json(type)).error.message).toBe("Content-Type must be application/json");
    const large = await server.request("/api/v1/api-keys", {
      key,
      body: `"${"x".repeat(70_000)}"`,
    });
    expect(large.status).toBe(413);
    expect((await json(large)).error.message).toBe("Body too large (limit 64 KiB)");
    const broken = await server.request("/api/v1/api-keys", { key, body: "{" });
    expect(broken.status).toBe(400);
    expect((await json(broken)).error.message).toBe("The body is not valid JSON");
  });

  it("names every bad field at once, with what it accepts", async () => {
    const { adminKey: key } = await newTenant(server);
    const body = { role: "owner", scopes: ["all"], extra: 1 };
    const response = await server.request("/api/v1/api-keys", { key, body });
    expect(response.status).toBe(400);
    expect((await json(response)).error).toMatchObject({
      code: "BAD_REQUEST",
      message: "Invalid parameters",
      details: [
        { param: "name", message: "is required" },
        { param: "role", allowed: ["viewer", "editor", "admin"] },
        { param: "scopes.0", allowed: ["read", "write", "admin", "ingest"] },
        { param: "extra", message: "is not a known field" },
      ],
    });
  });
});

describe("CORS", () => {
  const preflight = (origin: string) =>
    server.request("/api/v1/ingest", {
      method: "OPTIONS",
      headers: { Origin: origin, "Access-Control-Request-Method": "GET" },
    });

  it("lets a listed origin call with cookies", async () => {
    const own = createServer({ corsOrigins: ["https://app.example"] });
    const response = await own.request("/healthz", { headers: { Origin: "https://app.example" } });
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe("https://app.example");
    expect(response.headers.get("Access-Control-Allow-Credentials")).toBe("true");
    expect(response.headers.get("Access-Control-Expose-Headers")).toContain("X-Request-Id");
    expect(response.headers.get("Vary")).toContain("Origin");
  });

  it("lets any origin call with a key where * is listed, never with cookies", async () => {
    const response = await preflight("https://other.example");
    expect(response.status).toBe(204);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe("*");
    expect(response.headers.get("Access-Control-Allow-Credentials")).toBeNull();
    expect(response.headers.get("Access-Control-Allow-Headers")).toContain("Academy");
  });

  it.each(["https://app.example", "https://other.example", undefined])(
    "tells caches that answers differ by origin, once, to %s",
    async (origin) => {
      const headers = origin === undefined ? {} : { Origin: origin };
      const response = await server.request("/healthz", { headers });
      expect(response.headers.get("Vary")).toBe("Origin");
      const own = createServer({ corsOrigins: ["*"] });
      expect((await own.request("/healthz", { headers })).headers.get("Vary")).toBeNull();
    },
  );

  it("lets nobody call where nothing is listed", async () => {
    const own = createServer({ corsOrigins: [] });
    const response = await own.request("/healthz", { headers: { Origin: "https://app.example" } });
    expect(response.headers.get("Access-Control-Allow-Origin")).toBeNull();
  });
});

it("sends the strict headers, also with errors", async () => {
  for (const path of ["/healthz", "/api/v1/nope"]) {
    const { headers } = await server.request(path);
    expect(headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Cache-Control")).toBe("no-store");
    expect(headers.get("Strict-Transport-Security")).toContain("max-age");
  }
});

it("answers HEAD like GET", async () => {
  const response = await server.request("/healthz", { method: "HEAD" });
  expect([response.status, await response.text()]).toEqual([200, ""]);
});
