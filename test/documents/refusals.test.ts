import { describe, expect, it } from "vitest";
import { BEE, create, createWorld, json, newCaller, post, REPORTS, wish } from "./world.ts";

const NOWHERE = "00000000-0000-4000-8000-000000000000";
const SECURITY_AUDIT = "0a6a644b-c5b8-4c5d-89b6-3f17448cc325";
const world = createWorld();
const { server } = world;
const { key } = await newCaller(world);

const refusal = async (response: Response) => [response.status, (await json(response)).error];

describe("a creation", () => {
  const invalid: [name: string, body: unknown, status: number, error: string][] = [
    ["no body", undefined, 400, "JSON data required"],
    ["nothing", "", 400, "JSON data required"],
    ["broken JSON", "{", 400, "JSON data required"],
    ["a list", [], 400, "JSON data required"],
    ["an empty object", {}, 400, "JSON data required"],
    [
      "what nests without end",
      `{"template_id":"x","title":"x","parameters":${"[".repeat(20_000)}${"]".repeat(20_000)}}`,
      400,
      "Invalid body: must not nest deeper than 100 levels",
    ],
    ["too much", `{"a":"${"x".repeat(600_000)}"}`, 413, "Body too large (limit 512 KiB)"],
    ["no title", wish({ title: undefined }), 400, "template_id and title are required"],
    ["a blank title", wish({ title: "  " }), 400, "template_id and title are required"],
    ["a title that is no text", wish({ title: 5 }), 400, "template_id and title are required"],
    ["no template", wish({ template_id: undefined }), 400, "template_id and title are required"],
    [
      "an unknown template before a bad priority",
      wish({ template_id: NOWHERE, priority: "asap" }),
      404,
      "Template not found or not available",
    ],
    ["a malformed one", wish({ template_id: "x" }), 404, "Template not found or not available"],
    [
      "a template that nothing generates",
      wish({ template_id: "cca11c73-10db-40a3-b9cf-7b6999a1cc7d" }),
      404,
      "Template not found or not available",
    ],
    [
      "a long title",
      wish({ title: "x".repeat(300) }),
      400,
      "Invalid title: must be at most 255 characters",
    ],
    ["a bad priority", wish({ priority: "asap" }), 400, "Invalid priority: asap"],
    ["a priority of another type", wish({ priority: 5 }), 400, "Invalid priority: 5"],
    [
      "a long value, cut",
      wish({ priority: "x".repeat(90) }),
      400,
      `Invalid priority: ${"x".repeat(60)}`,
    ],
    ["a bad format", wish({ output_format: "docx" }), 400, "Invalid output_format: docx"],
    ["parameters of text", wish({ parameters: "x" }), 400, "Invalid parameters: must be an object"],
    ["no query", wish({ parameters: {} }), 400, "parameters.user_query is required"],
    ["no parameters", wish({ parameters: undefined }), 400, "parameters.user_query is required"],
    [
      "a blank query",
      wish({ parameters: { user_query: " " } }),
      400,
      "parameters.user_query is required",
    ],
    [
      "a long query",
      wish({ parameters: { user_query: "x".repeat(8_001) } }),
      400,
      "Invalid parameters.user_query: must be at most 8000 characters",
    ],
    [
      "another page size",
      wish({ parameters: { user_query: "q", page_size: "A5" } }),
      400,
      "Invalid parameters.page_size: A5",
    ],
    [
      "a language that is none",
      wish({ parameters: { user_query: "q", language: "not a language" } }),
      400,
      "Invalid parameters.language: not a language",
    ],
    [
      "too many sources",
      wish({
        parameters: {
          user_query: "q",
          context: { sources: Array.from({ length: 21 }, () => ({ title: "t", text: "x" })) },
        },
      }),
      400,
      "Invalid parameters.context.sources: must be at most 20 items",
    ],
    [
      "scrambling that is no switch",
      wish({ scrambling_enabled: "no" }),
      400,
      "Invalid scrambling_enabled: no",
    ],
    [
      "a long description",
      wish({ description: "x".repeat(2_001) }),
      400,
      "Invalid description: must be at most 2000 characters",
    ],
    ["an unknown honey jar", wish({ honey_jar_id: NOWHERE }), 404, "Honey jar not found"],
    [
      "data of an academy that is not the caller's",
      wish({ parameters: { user_query: "q", context: { academy_id: 7 } } }),
      403,
      "Insufficient permissions",
    ],
    [
      "a template for admins",
      wish({ template_id: SECURITY_AUDIT }),
      404,
      "Template not found or not available",
    ],
  ];

  it.each(invalid)("with %s is refused", async (_name, body, status, error) => {
    const options = { key, method: "POST", ...(body !== undefined && { body }) };
    expect(await refusal(await server.request(REPORTS, options))).toEqual([status, error]);
  });

  it("of another content type is refused, with a body only", async () => {
    const headers = { "Content-Type": "text/plain" };
    const text = await server.request(REPORTS, { key, method: "POST", body: "x", headers });
    expect(await refusal(text)).toEqual([415, "Content-Type must be application/json"]);
  });

  it("by a user of an admin's template is refused for the role", async () => {
    const generators = {
      ...world.deps.generators,
      security_audit: world.deps.generators["conversational"],
    };
    const own = createWorld({ generators: generators as typeof world.deps.generators });
    const caller = await newCaller(own);
    const body = wish({ template_id: SECURITY_AUDIT });
    expect(await refusal(await post(own, caller.key, body))).toEqual([
      403,
      "Insufficient permissions",
    ]);
    expect((await post(own, caller.adminKey, body)).status).toBe(201);
  });

  it("is told what is wrong in the promised order", async () => {
    const { security_audit = world.deps.generators["conversational"] } = world.deps.generators;
    const own = createWorld({ generators: { ...world.deps.generators, security_audit } as never });
    const caller = await newCaller(own);
    const send = (as: string, body: unknown, headers = {}) =>
      own.server.request(REPORTS, { key: as, method: "POST", body, headers });
    const text = { "Content-Type": "text/plain" };
    expect((await send("alm_bad", "x".repeat(600_000), text)).status).toBe(401);
    expect((await send(caller.key, "x".repeat(600_000), text)).status).toBe(413);
    expect((await send(caller.key, "{", text)).status).toBe(415);
    const allWrong = {
      title: undefined as string | undefined,
      template_id: NOWHERE,
      priority: "asap",
      honey_jar_id: NOWHERE,
      parameters: { user_query: "q", context: { academy_id: 7 } },
    };
    const { id: jar } = (
      await json(
        await own.server.request("/api/honey-jars", {
          key: caller.adminKey,
          body: { name: "Jar" },
        }),
      )
    ).data.honey_jar;
    const mended: [change: Partial<typeof allWrong>, status: number, error: string][] = [
      [{}, 400, "template_id and title are required"],
      [{ title: "x" }, 404, "Template not found or not available"],
      [{ template_id: SECURITY_AUDIT }, 403, "Insufficient permissions"],
      [{ template_id: BEE }, 400, "Invalid priority: asap"],
      [{ priority: "low" }, 404, "Honey jar not found"],
      [{ honey_jar_id: jar }, 403, "Insufficient permissions"],
    ];
    let body = allWrong;
    for (const [change, status, error] of mended) {
      body = { ...body, ...change };
      expect(await refusal(await send(caller.key, body))).toEqual([status, error]);
    }
  });

  it("keeps its title as it is, and ignores unknown fields", async () => {
    const title = "<b>Demo</b> **report** `x` é € Ω Ж";
    const response = await post(world, key, wish({ title: `  ${title} `, unknown: 1 }));
    expect((await json(response)).data.report.title).toBe(title);
  });

  it("takes `query` for `user_query`, and text of what else was said when lenient", async () => {
    const alias = await create(world, key, { parameters: { query: "Why?" } });
    const lenient = createWorld({
      documents: { ...world.deps.documents, lenientParameters: true },
    });
    const parametersOf = async (id: string) =>
      (await json(await server.request(`${REPORTS}/${id}`, { key }))).report.parameters;
    expect(await parametersOf(alias)).toEqual({ user_query: "Why?" });
    const titled = await create(lenient, key, { title: "Zero trust", parameters: {} });
    expect(await parametersOf(titled)).toEqual({ user_query: "Zero trust" });
    const more = { description: "All of it", parameters: undefined };
    expect(await parametersOf(await create(lenient, key, more))).toEqual({
      user_query: "All of it",
    });
  });
});
