import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createLanguageModel } from "#platform";
import { withoutReasoning } from "../../../src/documents/writing/model/answer-text.ts";
import { createAsk } from "../../../src/documents/writing/model/ask.ts";
import { answer, type Asked, failure, fakeModel } from "./fake-model.ts";

const REQUEST = { instructions: "Be short.", prompt: "Say something.", maxOutputTokens: 50 };
const open = () => undefined;
const idle = (): AbortSignal => new AbortController().signal;

function askWith(respond: (asked: Asked, call: number) => Response) {
  const server = fakeModel(respond);
  const ask = createAsk(server.model, open);
  return { ...server, ask };
}

describe("a question to the model", () => {
  it("brings text and what it cost", async () => {
    const { ask, asked } = askWith(() => answer({ text: "Hello.", tokens: 3 }));
    expect(await ask(REQUEST, idle())).toEqual({
      text: "Hello.",
      object: undefined,
      stoppedByLength: false,
      usage: {
        provider: "openai-compatible",
        model: "test-model",
        calls: 1,
        input_tokens: 7,
        output_tokens: 3,
      },
    });
    expect(asked).toEqual([
      expect.objectContaining({
        model: "test-model",
        max_tokens: 50,
        messages: [
          { role: "system", content: "Be short." },
          { role: "user", content: "Say something." },
        ],
      }),
    ]);
  });

  it("says when the answer was cut", async () => {
    const { ask } = askWith(() => answer({ text: "Hel", finish: "length" }));
    expect((await ask(REQUEST, idle())).stoppedByLength).toBe(true);
  });

  it("reads an answer of a given shape, and none from another", async () => {
    const schema = z.object({ n: z.number() });
    const good = askWith(() => answer({ text: '{"n":3}' }));
    expect((await good.ask({ ...REQUEST, schema }, idle())).object).toEqual({ n: 3 });
    expect(good.asked[0]?.response_format?.type).toBe("json_schema");
    const wrapped = askWith(() => answer({ text: '<think>{</think>```json\n{"n":4}\n```' }));
    expect((await wrapped.ask({ ...REQUEST, schema }, idle())).object).toEqual({ n: 4 });
    for (const text of ['{"n":"three"}', "I would rather not."]) {
      const bad = askWith(() => answer({ text }));
      const reply = await bad.ask({ ...REQUEST, schema }, idle());
      expect(reply.object).toBeUndefined();
      expect(reply.usage.calls).toBe(1);
      expect(bad.asked).toHaveLength(1);
    }
  });

  it.each([408, 429, 500, 503])("is repeated after 1 s and 4 s on %i", async (status) => {
    const { ask, pauses } = askWith((_, call) =>
      call < 3 ? failure(status) : answer({ text: "At last." }),
    );
    expect((await ask(REQUEST, idle())).text).toBe("At last.");
    expect(pauses).toEqual([1_000, 4_000]);
  });

  it("is given up after the third time, with the server's wish for peace", async () => {
    const { ask, asked } = askWith(() => failure(429, { "Retry-After": "90" }));
    await expect(ask(REQUEST, idle())).rejects.toMatchObject({
      code: "MODEL_UNAVAILABLE",
      retryAfterSeconds: 90,
    });
    expect(asked).toHaveLength(3);
  });

  it.each([400, 401, 404])("is not repeated on %i", async (status) => {
    const { ask, asked } = askWith(() => failure(status));
    await expect(ask(REQUEST, idle())).rejects.toMatchObject({ code: "MODEL_UNAVAILABLE" });
    expect(asked).toHaveLength(1);
  });

  it("is repeated when the connection breaks", async () => {
    const { ask, asked } = askWith((_, call) => {
      if (call === 1) throw new TypeError("fetch failed");
      return answer({ text: "Back." });
    });
    expect((await ask(REQUEST, idle())).text).toBe("Back.");
    expect(asked).toHaveLength(2);
  });

  it.each<[string, () => Response]>([
    ["a filter", () => answer({ text: "", finish: "content_filter" })],
    ["a refusal", () => answer({ text: null, refusal: "I cannot help with that." })],
    ["an error of policy", () => failure(400, {}, { code: "content_policy_violation" })],
  ])("is refused for good by %s", async (_name, respond) => {
    const { ask, asked } = askWith(respond);
    await expect(ask(REQUEST, idle())).rejects.toMatchObject({ code: "CONTENT_REFUSED" });
    expect(asked).toHaveLength(1);
  });

  it("ends with the work that asked it", async () => {
    const controller = new AbortController();
    const { ask } = askWith(() => {
      controller.abort(new Error("cancelled"));
      return failure(503);
    });
    await expect(ask(REQUEST, controller.signal)).rejects.toThrow("cancelled");
  });

  it("is not asked when the gate is closed", async () => {
    const { model, asked } = fakeModel(() => answer({ text: "x" }));
    const ask = createAsk(model, () => {
      throw new Error("closed");
    });
    await expect(ask(REQUEST, idle())).rejects.toThrow("closed");
    expect(asked).toEqual([]);
  });

  it("goes to Workers AI through its binding", async () => {
    const runs: unknown[] = [];
    const binding = {
      run: (name: string) => {
        runs.push(name);
        return Promise.resolve({
          response: "From the edge.",
          usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
        });
      },
    };
    const model = createLanguageModel({
      provider: "workers-ai",
      name: "@cf/test/model",
      ai: binding as unknown as Ai, // one method of a binding that has forty
    });
    if (!model) throw new Error("no model");
    const reply = await createAsk(model, open)(REQUEST, idle());
    expect(reply.text).toBe("From the edge.");
    expect(runs).toEqual(["@cf/test/model"]);
  });
});

it.each([
  ["<think>Hm.</think>Text.", "Text."],
  ["A <thinking>x\ny</thinking>B", "A B"],
  ["Hm, so …</think>\n\nText.", "Text."],
  ["Text. <think>and then", "Text."],
  ["Think <b>twice</b>.", "Think <b>twice</b>."],
])("removes reasoning: %s", (text, expected) => {
  expect(withoutReasoning(text)).toBe(expected);
});

it.each([
  { provider: "openai-compatible", name: "m" },
  { provider: "openai-compatible", name: "", baseUrl: "https://x.test" },
  { provider: "workers-ai", name: "m" },
  { provider: "other", name: "m", baseUrl: "https://x.test" },
])("is none without its settings: %o", (config) => {
  expect(createLanguageModel(config)).toBeUndefined();
});
