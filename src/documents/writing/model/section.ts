import type { Outline, Section } from "../../generator.ts";
import { createNumbering, renumberCitations } from "../citations.ts";
import { sumUsage } from "../usage.ts";
import type { WriterInput } from "../writer.ts";
import type { Ask } from "./model.ports.ts";
import { SECTION_INSTRUCTIONS, sectionPrompt } from "./prompts.ts";
import { passagesOfSection } from "./section-passages.ts";
import { LEAST_TOKENS, textOf } from "./section-text.ts";

/** Tokens that the document may still spend. */
function tokensLeft(
  { maxOutputTokens }: WriterInput,
  outline: Outline,
  done: readonly Section[],
): number {
  const used = [outline.usage, ...done.map(({ usage }) => usage)];
  return used.reduce((left, usage) => left - (usage?.output_tokens ?? 0), maxOutputTokens);
}

const leftOut = (heading: string): Section => ({
  heading,
  markdown: "",
  cited: [],
  removedCitations: 0,
  truncated: true,
});

/** One section: asked for, its citations checked. Left out where the tokens are used up. */
export async function writeSection(
  ask: Ask,
  input: WriterInput,
  outline: Outline,
  index: number,
  done: readonly Section[],
  signal: AbortSignal,
): Promise<Section> {
  const { heading = "", weight = 0 } = outline.sections[index] ?? {};
  const budget = tokensLeft(input, outline, done);
  if (budget < LEAST_TOKENS) return leftOut(heading);
  const words = Math.max(1, Math.round(input.targetWords * weight));
  const passages = await passagesOfSection(input, heading);
  const request = {
    instructions: SECTION_INSTRUCTIONS,
    prompt: sectionPrompt(input, outline, index, done, passages, words),
  };
  const { text, usages, truncated } = await textOf(ask, request, words, budget, signal);
  const given = new Set(passages.map(({ source }) => source));
  const { order, numberOf } = createNumbering();
  const { markdown, removed } = renumberCitations(text, (n) => {
    if (!given.has(n)) return undefined;
    numberOf(n);
    return n;
  });
  const used = passages.filter(({ source }) => order.includes(source));
  const usage = sumUsage(usages);
  return {
    heading,
    markdown,
    cited: order.map(String),
    passages: used.map(({ source, ordinal }) => `${source}.${ordinal}`),
    removedCitations: removed,
    truncated,
    ...(usage && { usage }),
  };
}
