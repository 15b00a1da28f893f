import { causes } from "./errors.ts";

/**
 * What a log may say of a failure: names and places. Messages stay out, for they quote what they
 * failed on: a body, a statement with its parameters.
 */
export function failureFields(error: unknown): Record<string, string> {
  const chain = [...causes(error)];
  const origin = chain.findLast((cause) => cause instanceof Error);
  const frames = origin?.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? [];
  return {
    error: chain.map((cause) => (cause instanceof Error ? cause.name : typeof cause)).join(" < "),
    at: frames
      .slice(0, 4)
      .map((frame) => frame.trim())
      .join(" | "),
  };
}
