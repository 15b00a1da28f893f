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

/** The value at a path of what was sent; undefined where there is none. */
function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    input,
  );
}

function message(issue: core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${NOUN[issue.expected] ?? issue.expected}`;
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

/** zod's issues with an input as what a caller has to mend: one element per field, by path. */
export function issueDetails(issues: readonly core.$ZodIssue[], input: unknown): ErrorDetail[] {
  return issues.flatMap((issue): ErrorDetail[] => {
    const path = issue.path.map(String);
    if (issue.code === "unrecognized_keys") {
      const param = (key: string) => [...path, key].join(".");
      return issue.keys.map((key) => ({ param: param(key), message: "is not a known field" }));
    }
    const param = path.join(".");
    const isMissing = path.length > 0 && valueAt(input, issue.path) === undefined;
    if (isMissing && issue.code !== "custom") {
      return [{ param, message: "is required" }];
    }
    const allowed = issue.code === "invalid_value" ? { allowed: issue.values.map(String) } : {};
    return [{ param, message: message(issue), ...allowed }];
  });
}
