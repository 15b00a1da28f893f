import { causes } from "./errors.ts";

/**
 * - `transient`: the call may or may not have taken effect; repeat it if that is harmless.
 * - `overloaded`: repeating at once makes it worse.
 * - `bug`: the statement is wrong and will stay wrong.
 */
export type D1Failure = "transient" | "overloaded" | "bug";

const TRANSIENT = [
  "network connection lost",
  "storage caused object to be reset",
  "reset because its code was updated",
  "internal error while starting up d1",
  "cannot resolve d1 db due to transient issue",
];
const OVERLOADED = [
  "overloaded",
  "too many requests queued",
  "exceeded timeout",
  "memory limit",
  "deadline exceeded",
];

/** What D1 meant, read from every message of the cause chain (D1 sends no codes). */
export function classifyD1Failure(error: unknown): D1Failure {
  const text = [...causes(error)]
    .map((cause) => (cause instanceof Error ? cause.message : String(cause)))
    .join("\n")
    .toLowerCase();
  if (OVERLOADED.some((phrase) => text.includes(phrase))) return "overloaded";
  return TRANSIENT.some((phrase) => text.includes(phrase)) ? "transient" : "bug";
}
