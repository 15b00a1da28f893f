import { createLanguageModel } from "#platform";
import type { ModelSettings } from "../../../src/documents/writing/model/model.ports.ts";

/** What a server of the OpenAI protocol was asked. */
export interface Asked {
  messages: { role: string; content: string }[];
  max_tokens: number;
  response_format?: { type: string };
}

export const promptOf = ({ messages }: Asked): string =>
  messages.map(({ content }) => content).join("\n");

interface Answer {
  text?: string | null;
  finish?: string;
  refusal?: string;
  tokens?: number;
}

/** An answer in the protocol's words. */
export const answer = ({ text = "", finish = "stop", refusal, tokens = 10 }: Answer): Response =>
  Response.json({
    id: "c",
    object: "chat.completion",
    created: 1,
    model: "test-model",
    choices: [
      {
        index: 0,
        finish_reason: finish,
        message: { role: "assistant", content: text, ...(refusal && { refusal }) },
      },
    ],
    usage: { prompt_tokens: 7, completion_tokens: tokens, total_tokens: 7 + tokens },
  });

export const failure = (status: number, headers: Record<string, string> = {}, body: object = {}) =>
  new Response(JSON.stringify({ error: { message: "no", ...body } }), {
    status,
    headers: { "Content-Type": "application/json", ...headers },
  });

/** A model behind a server that answers as it is told; no network, no waiting. */
export function fakeModel(respond: (asked: Asked, call: number) => Response) {
  const asked: Asked[] = [];
  const pauses: number[] = [];
  const settings = createLanguageModel({
    provider: "openai-compatible",
    name: "test-model",
    baseUrl: "https://model.test/v1",
    apiKey: "key",
    fetch: (_url, init) => {
      asked.push(JSON.parse(init?.body as string) as Asked);
      return Promise.resolve(respond(asked.at(-1) as Asked, asked.length));
    },
  });
  if (!settings) throw new Error("no settings");
  const model: ModelSettings = {
    ...settings,
    pause: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
  };
  return { model, asked, pauses };
}
