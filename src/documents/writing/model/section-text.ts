import type { Usage } from "../../generator.ts";
import { wordCount } from "../word-count.ts";
import type { Ask, Reply } from "./model.ports.ts";

const TOKENS_PER_WORD = 1.6;
/** With fewer nothing is begun. */
export const LEAST_TOKENS = 300;
const CONTINUATIONS = 2;
const TAIL = 400;
const TOO_SHORT = 0.6;

/** What `next` adds to `text`: words that its end has already are said once. */
export function withoutOverlap(text: string, next: string): string {
  const most = Math.min(text.length, next.length, TAIL);
  for (let length = most; length > 0; length--) {
    const before = text.charAt(text.length - length - 1);
    if (/^\s?$/.test(before) && text.endsWith(next.slice(0, length))) return next.slice(length);
  }
  return next;
}

/** The text without a last word that may be half a one. */
const toLastWord = (text: string): string => text.replace(/\S{1,80}$/u, "");

const goOn = (prompt: string, text: string, how: string): string =>
  `${prompt}\n\nThe section so far ends with:\n${text.slice(-TAIL).toWellFormed()}\n\n${how}`;

const RIGHT_THERE =
  "Continue right there, in the middle of the sentence if need be. Repeat nothing.";
const MORE = "It is too short. Add what is still to be said from the passages. Repeat nothing.";

/** The text of a section: asked for once, gone on with while it was cut, once more if too short. */
export async function textOf(
  ask: Ask,
  request: { instructions: string; prompt: string },
  words: number,
  budget: number,
  signal: AbortSignal,
): Promise<{ text: string; usages: Usage[]; truncated: boolean }> {
  const usages: Usage[] = [];
  const left = (): number => usages.reduce((sum, { output_tokens }) => sum - output_tokens, budget);
  const next = async (prompt: string): Promise<Reply> => {
    const maxOutputTokens = Math.min(Math.ceil(words * TOKENS_PER_WORD), left());
    const reply = await ask({ ...request, prompt, maxOutputTokens }, signal);
    usages.push(reply.usage);
    return reply;
  };
  const first = await next(request.prompt);
  let { text, stoppedByLength } = first;
  for (let n = 0; stoppedByLength && n < CONTINUATIONS && left() >= LEAST_TOKENS; n++) {
    const kept = toLastWord(text);
    const reply = await next(goOn(request.prompt, kept, RIGHT_THERE));
    text = kept + withoutOverlap(kept, reply.text);
    stoppedByLength = reply.stoppedByLength;
  }
  if (!stoppedByLength && wordCount(text) < TOO_SHORT * words && left() >= LEAST_TOKENS) {
    const reply = await next(goOn(request.prompt, text, MORE));
    const added = withoutOverlap(text, reply.text).trim();
    if (added !== "") text = `${text}\n\n${added}`;
    stoppedByLength = reply.stoppedByLength;
  }
  return { text, usages, truncated: stoppedByLength };
}
