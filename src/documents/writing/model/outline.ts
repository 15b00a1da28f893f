import { z } from "zod";
import { DocumentError } from "../../document-error.ts";
import type { Outline, Usage } from "../../generator.ts";
import { OUTLINES } from "../outlines.ts";
import type { WriterInput } from "../writer.ts";
import { sumUsage } from "../usage.ts";
import type { Ask } from "./model.ports.ts";
import { OUTLINE_INSTRUCTIONS, outlinePrompt } from "./prompts.ts";

const ANSWER = z.object({
  sections: z
    .array(
      z.object({
        heading: z.string().trim().min(1).max(120),
        purpose: z.string().max(400),
        weight: z.number().positive(),
      }),
    )
    .max(12),
});

const ATTEMPTS = 2;
const MOST_OWN = 3;
const TOKENS = 1_500;

/** Whether the required headings are all there, in order, among at most three others. */
function isComplete(headings: readonly string[], required: readonly string[]): boolean {
  const wanted = required.map((heading) => heading.toLowerCase());
  const kept = headings.map((heading) => heading.toLowerCase()).filter((h) => wanted.includes(h));
  return kept.join("\n") === wanted.join("\n") && headings.length - kept.length <= MOST_OWN;
}

/** A request that the server does not understand: it cannot answer in JSON. */
const isRejected = (error: unknown): boolean =>
  error instanceof DocumentError &&
  error.code === "MODEL_UNAVAILABLE" &&
  error.cause instanceof Error &&
  "statusCode" in error.cause &&
  [400, 404, 415, 422, 501].includes(Number(error.cause.statusCode));

/** The model's own outline, or after two that are none the built-in one of the style. */
export async function planOutline(
  ask: Ask,
  input: WriterInput,
  signal: AbortSignal,
): Promise<Outline> {
  const builtIn = OUTLINES[input.style].map(({ heading, purpose, weight }) => ({
    heading,
    purpose,
    weight,
  }));
  const required = builtIn.map(({ heading }) => heading);
  const usages: Usage[] = [];
  const request = {
    instructions: OUTLINE_INSTRUCTIONS,
    prompt: outlinePrompt(input, required),
    maxOutputTokens: TOKENS,
    schema: ANSWER,
  };
  let sections: Outline["sections"] = builtIn;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      const { object, usage } = await ask(request, signal);
      usages.push(usage);
      const planned = object?.sections ?? [];
      if (
        !isComplete(
          planned.map(({ heading }) => heading),
          required,
        )
      )
        continue;
      const total = planned.reduce((sum, { weight }) => sum + weight, 0);
      sections = planned.map(({ heading, purpose, weight }) => ({
        heading: heading.replaceAll(/\s+/g, " "),
        purpose,
        weight: weight / total,
      }));
      break;
    } catch (error) {
      if (!isRejected(error)) throw error;
    }
  }
  const usage = sumUsage(usages);
  return { sections, ...(usage && { usage }) };
}
