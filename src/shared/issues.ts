import type { core } from "zod";
import type { ErrorDetail } from "./errors.ts";

const NOUN: Record<string, string> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "an object",
  record: "an object",
  string: "text",
};

const UNIT: Record<string, string> = { string: " characters", array: " items" };

function message(issue: core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.message.endsWith("received undefined")
        ? "is required"
        : `must be ${NOUN[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return "must be one of the allowed values";
    case "too_big":
      return `must be at most ${issue.maximum}${UNIT[issue.origin] ?? ""}`;
    case "too_small":
      return `must be at least ${issue.minimum}${UNIT[issue.origin] ?? ""}`;
    default:
      return issue.message;
  }
}

/** zod's issues as what a caller has to mend: one element per field, its path joined by dots. */
export function issueDetails(issues: readonly core.$ZodIssue[]): ErrorDetail[] {
  return issues.flatMap((issue): ErrorDetail[] => {
    const path = issue.path.map(String);
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        param: [...path, key].join("."),
        message: "is not a known field",
      }));
    }
    const detail = { param: path.join("."), message: message(issue) };
    return issue.code === "invalid_value"
      ? [{ ...detail, allowed: issue.values.map(String) }]
      : [detail];
  });
}
