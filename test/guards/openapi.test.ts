import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { operations } from "../kit/routes.ts";
import { createServer, json } from "../kit/server.ts";

const server = createServer();
const documented = await operations(server);
const routes = createApp().routes.filter(({ method }) => method !== "ALL");
const asPath = (path: string) => path.replaceAll(/:([^/]+)/g, "{$1}").replace(/(.)\/$/, "$1");

/** POSTs that say everything by their path. */
const BODYLESS = [
  "/api/v1/tenants/{id}/api-keys",
  "/api/reports/{id}/cancel",
  "/api/reports/{id}/retry",
];

it("is OpenAPI 3.1", async () => {
  const description = await json(await server.request("/openapi.json"));
  expect(description.openapi).toBe("3.1.0");
  expect(JSON.stringify(description)).not.toContain("9007199254740991");
});

it("describes every route that exists, and no other", () => {
  const names = (list: { method: string; path: string }[]) =>
    [...new Set(list.map(({ method, path }) => `${method} ${asPath(path)}`))].toSorted();
  expect(names(documented)).toEqual(names(routes));
});

describe.each(documented)("$method $path", (operation) => {
  const { method, path, responses, parameters = [], security } = operation;
  const isPublic = security?.length === 0;

  it("says what it does, for whom", () => {
    expect(operation.summary).toMatch(/^[A-Z].{10,}[^.]$/);
    expect(operation.tags).toHaveLength(1);
    expect(security).toBeDefined();
  });

  it("describes its parameters", () => {
    const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
    const described = parameters.filter((one) => one.in === "path").map(({ name }) => name);
    expect(described).toEqual(inPath);
    for (const parameter of parameters) expect(parameter.description, parameter.name).toBeTruthy();
  });

  it("gives a schema of its success and of its body", () => {
    const success = Object.entries(responses).filter(([status]) => status.startsWith("2"));
    expect(success).toHaveLength(1);
    for (const [status, { description, content }] of success) {
      expect(description).toBeTruthy();
      if (status !== "204") expect(Object.values(content ?? {})[0]?.schema).toBeDefined();
    }
    const hasBody = method === "POST" && !BODYLESS.includes(path);
    if (hasBody) expect(Object.keys(operation.requestBody?.content ?? {})).not.toEqual([]);
  });

  it("gives every error with schema and example", () => {
    const expected = new Set(isPublic ? [] : ["401", "500", "503"]);
    if (!isPublic && !JSON.stringify(security).includes("adminToken")) expected.add("403");
    if (operation.requestBody) expected.add("400").add("413").add("415");
    if (/\{/.test(path)) expected.add("404");
    expect(Object.keys(responses)).toEqual(expect.arrayContaining([...expected]));
    for (const [status, { content }] of Object.entries(responses)) {
      if (Number(status) < 400 || status === "422") continue;
      const [body] = Object.values(content ?? {});
      expect(body?.schema, status).toBeDefined();
      expect(body?.example, status).toBeDefined();
    }
  });
});
