import type * as Library from "ai";
import { DocumentError } from "../../document-error.ts";
import { objectIn, withoutReasoning } from "./answer-text.ts";
import { isRefusal, judge } from "./judge.ts";
import type { Ask, ModelSettings, Question, Reply } from "./model.ports.ts";

const DEADLINE_MS = 120_000;
const PAUSES_MS = [1_000, 4_000];

interface Answer {
  text: string;
  finishReason: string | undefined;
  usage: { inputTokens: number | undefined; outputTokens: number | undefined } | undefined;
  body: unknown;
}

/** What the model said; also where it was to be JSON and is none, for the tokens are spent. */
async function generate<T>(
  { generateText, NoObjectGeneratedError, Output }: typeof Library,
  settings: ModelSettings,
  { instructions, prompt, maxOutputTokens, schema }: Question<T>,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const { text, finishReason, usage, response } = await generateText({
      model: await settings.load(),
      instructions,
      prompt,
      maxOutputTokens,
      maxRetries: 0,
      abortSignal: AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]),
      ...(schema && { output: Output.object({ schema }) }),
    });
    return { text, finishReason, usage, body: response.body };
  } catch (error) {
    if (!NoObjectGeneratedError.isInstance(error)) throw error;
    const { text = "", finishReason, usage, response } = error;
    return { text, finishReason, usage, body: response };
  }
}

async function askOnce<T>(
  library: typeof Library,
  settings: ModelSettings,
  question: Question<T>,
  signal: AbortSignal,
): Promise<Reply<T>> {
  const {
    text: raw,
    finishReason,
    usage,
    body,
  } = await generate(library, settings, question, signal);
  if (finishReason === "content-filter" || isRefusal(body)) {
    throw new DocumentError("CONTENT_REFUSED");
  }
  const text = withoutReasoning(raw);
  return {
    text,
    object: question.schema && objectIn(text, question.schema),
    stoppedByLength: finishReason === "length",
    usage: {
      provider: settings.provider,
      model: settings.name,
      calls: 1,
      input_tokens: usage?.inputTokens ?? 0,
      // A server that does not count: four characters are about a token.
      output_tokens: usage?.outputTokens ?? Math.ceil(raw.length / 4),
    },
  };
}

/**
 * One question to the model: 120 seconds, repeated after 1 s and 4 s where a repeat may help, then
 * MODEL_UNAVAILABLE. CONTENT_REFUSED when it will not. Every prompt passes the gate first.
 */
export function createAsk(settings: ModelSettings, gate: (prompt: string) => void): Ask {
  return async (question, signal) => {
    gate(question.prompt);
    const library = await import("ai");
    for (let attempt = 0; ; attempt++) {
      try {
        return await askOnce(library, settings, question, signal);
      } catch (cause) {
        signal.throwIfAborted();
        const { repeat, error } = judge(library.APICallError, cause);
        const pause = PAUSES_MS[attempt];
        if (!repeat || pause === undefined) throw error;
        await settings.pause(pause);
      }
    }
  };
}
