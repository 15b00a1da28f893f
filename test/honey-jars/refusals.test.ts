import { describe, expect, it } from "vitest";
import { createServer, json, newKey, newTenant } from "../kit/server.ts";
import { JARS, jarWith, markdown, newCaller, newJar, recount } from "./kit.ts";

const NOWHERE = "00000000-0000-4000-8000-000000000000";

describe("a refusal", () => {
  it("of an unknown, foreign or malformed id is 404 everywhere", async () => {
    const { server, key, jar, ids } = await jarWith([
      markdown("One", "# A\n\nText.\n\n# B\n\nMore."),
    ]);
    const other = await newCaller(server);
    const otherJar = await newJar(server, other.key);
    const body = { documents: [markdown("X", "x")] };
    const jars = [NOWHERE, jar.toUpperCase(), "x", '"', "%00", "%E0%A4%A", "..%2f", jar];
    for (const id of jars) {
      for (const [method, path] of [
        ["GET", ""],
        ["DELETE", ""],
        ["GET", "/documents"],
        ["POST", "/documents"],
        ["DELETE", `/documents/${ids[0]}`],
        ["GET", "/search?q=text"],
      ] as const) {
        const answer = await server.request(`${JARS}/${id}${path}`, {
          key: other.key,
          method,
          ...(method === "POST" && { body }),
        });
        expect([id, method, path, answer.status]).toEqual([id, method, path, 404]);
        expect(await json(answer)).toEqual({ success: false, error: "Honey jar not found" });
      }
    }
    const through = `${JARS}/${otherJar}/documents/${ids[0]}`;
    const answer = await server.request(through, { key: other.key, method: "DELETE" });
    expect(await json(answer)).toEqual({ success: false, error: "Honey jar document not found" });
    expect(await recount(jar)).toMatchObject({ document_count: 1 });
    expect((await server.request(`${JARS}/${jar}`, { key })).status).toBe(200);
  });

  it("without a credential, role or scope comes before everything else", async () => {
    const server = createServer();
    const { adminKey } = await newTenant(server);
    const bare = await server.request(`${JARS}/${NOWHERE}`);
    expect(bare.status).toBe(401);
    expect(await json(bare)).toEqual({
      success: false,
      error: "Authentication required",
      message: "You must be logged in or provide a valid API key",
    });
    const bad = await server.request(JARS, { key: "alm_nothing" });
    expect([bad.status, (await json(bad)).error]).toEqual([401, "Authentication required"]);
    const status = async (wish: Parameters<typeof newKey>[2], method: string) => {
      const { key } = await newKey(server, adminKey, wish);
      const answer = await server.request(JARS, {
        key,
        method,
        ...(method === "POST" && { body: "!" }),
      });
      return answer.status;
    };
    expect(await status({ role: "viewer" }, "GET")).toBe(200);
    expect(await status({ role: "viewer" }, "POST")).toBe(403);
    expect(await status({ role: "editor", scopes: ["read"] }, "POST")).toBe(403);
    expect(await status({ role: "editor", scopes: ["ingest"] }, "POST")).toBe(400);
    expect(await status({ role: "editor", scopes: ["write"] }, "GET")).toBe(403);
    expect(await status({ role: "editor", scopes: ["write"] }, "POST")).toBe(400);
  });

  const document = markdown("Title", "Text");
  const added = (change: object) => ({ documents: [document, { ...document, ...change }] });
  const without = (name: string) => ({
    documents: [Object.fromEntries(Object.entries(document).filter(([key]) => key !== name))],
  });
  const cases: [string, unknown, number, string][] = [
    ["", undefined, 400, "JSON data required"],
    ["", "", 400, "JSON data required"],
    ["", "{", 400, "JSON data required"],
    ["", "[]", 400, "JSON data required"],
    ["", "null", 400, "JSON data required"],
    ["", {}, 400, "JSON data required"],
    ["", { description: "x" }, 400, "name is required"],
    ["", { name: "  " }, 400, "name is required"],
    ["", { name: 7 }, 400, "Invalid name: must be text"],
    ["", { name: "x".repeat(256) }, 400, "Invalid name: must be at most 255 characters"],
    ["", { name: "x", description: 1 }, 400, "Invalid description: must be text"],
    ["/documents", {}, 400, "JSON data required"],
    ["/documents", { other: 1 }, 400, "documents is required"],
    ["/documents", { documents: {} }, 400, "Invalid documents: must be a list"],
    ["/documents", { documents: [] }, 400, "Invalid documents: must be at least 1 items"],
    [
      "/documents",
      { documents: Array(101).fill(document) },
      400,
      "Invalid documents: must be at most 100 items",
    ],
    ["/documents", without("title"), 400, "documents.0.title is required"],
    ["/documents", without("content"), 400, "documents.0.content is required"],
    ["/documents", without("content_type"), 400, "documents.0.content_type is required"],
    ["/documents", added({ content: " \n" }), 400, "documents.1.content is required"],
    [
      "/documents",
      added({ content: "x".repeat(1024 * 1024 + 1) }),
      400,
      "Invalid documents.1.content: must be at most 1 MiB",
    ],
    [
      "/documents",
      added({ content: "é".repeat(512 * 1024 + 1) }),
      400,
      "Invalid documents.1.content: must be at most 1 MiB",
    ],
    [
      "/documents",
      added({ content_type: "application/pdf" }),
      400,
      "Invalid documents.1.content_type: must be one of text/markdown, text/plain, text/html",
    ],
    [
      "/documents",
      added({ source_url: "javascript:x" }),
      400,
      "Invalid documents.1.source_url: must be an http or https URL",
    ],
    [
      "/documents",
      `{"documents":"${"x".repeat(8 * 1024 * 1024)}"}`,
      413,
      "Body too large (limit 8 MiB)",
    ],
  ];
  it.each(cases)("of POST %s with %j says what is wrong", async (path, body, status, error) => {
    const { server, key, jar } = await jarWith();
    const to = path === "" ? JARS : `${JARS}/${jar}${path}`;
    const headers = { "Content-Type": "application/json" };
    const answer = await server.request(to, {
      key,
      method: "POST",
      ...(body !== undefined && { body, headers }),
    });
    expect([answer.status, (await json(answer)).error]).toEqual([status, error]);
    expect(await recount(jar)).toMatchObject({ document_count: 0, passage_count: 0 });
  });

  it("of another content type, verb or path is in the documents form", async () => {
    const { server, key, jar } = await jarWith();
    const text = await server.request(JARS, {
      key,
      body: "x",
      headers: { "Content-Type": "text/plain" },
    });
    expect(text.status).toBe(415);
    expect(await json(text)).toEqual({
      success: false,
      error: "Content-Type must be application/json",
    });
    const verb = await server.request(`${JARS}/${jar}`, { key, method: "PUT", body: {} });
    expect([verb.status, verb.headers.get("Allow")]).toEqual([405, "GET, HEAD, DELETE"]);
    expect(await json(verb)).toEqual({ success: false, error: "Method not allowed" });
    const path = await server.request(`${JARS}/${jar}/nothing`, { key });
    expect(await json(path)).toEqual({ success: false, error: "Not found" });
  });
});
