import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const ASSIGNMENT = /^\s*([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*$/;
/** In the example file: a secret that every installation makes for itself. */
const PLACEHOLDER = "change-me";

/** The values of a `.dev.vars` file. */
export function readVars(text: string): Map<string, string> {
  const vars = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, name, value = ""] = ASSIGNMENT.exec(line) ?? [];
    if (name) vars.set(name, value.replace(/^(["'])(.*)\1$/, "$2"));
  }
  return vars;
}

const freshSecret = () => randomBytes(32).toString("base64url");

const filled = (line: string, secret: () => string): string => {
  const [, name, value] = ASSIGNMENT.exec(line) ?? [];
  return name && value === PLACEHOLDER ? `${name}=${secret()}` : line;
};

/** What `.dev.vars` should hold: the example with fresh secrets, or what is there and the names it lacks. */
export function mergeVars(
  example: string,
  current: string | undefined,
  secret = freshSecret,
): string {
  const lines = example.split("\n");
  if (current === undefined) return lines.map((line) => filled(line, secret)).join("\n");
  const known = readVars(current);
  const missing = lines.filter((line) => {
    const name = ASSIGNMENT.exec(line)?.[1];
    return name !== undefined && !known.has(name);
  });
  if (missing.length === 0) return current;
  const base = current === "" || current.endsWith("\n") ? current : `${current}\n`;
  return `${base}${missing.map((line) => filled(line, secret)).join("\n")}\n`;
}

/** Makes or completes the file, and tells its values. */
export function ensureVars(exampleFile: string, file: string): Map<string, string> {
  const current = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  const text = mergeVars(readFileSync(exampleFile, "utf8"), current);
  if (text !== current) writeFileSync(file, text, { mode: 0o600 });
  return readVars(text);
}
