import { AppError } from "#shared";

const LONGEST = 60;

const shown = (value: unknown): string => {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  return text.slice(0, LONGEST).toWellFormed();
};

/** `Invalid <field>: <value or rule>` */
export const invalid = (field: string, valueOrRule: unknown): AppError =>
  new AppError("BAD_REQUEST", `Invalid ${field}: ${shown(valueOrRule)}`);

/** One of a few words, or the default where nothing is given. @throws BAD_REQUEST */
export function oneOf<Word extends string>(
  field: string,
  value: unknown,
  words: readonly Word[],
  fallback: Word,
): Word {
  if (value === undefined || value === null) return fallback;
  const word = words.find((one) => one === value);
  if (word === undefined) throw invalid(field, value);
  return word;
}

/** @throws BAD_REQUEST */
export function textOrNull(field: string, value: unknown, longest: number): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== "string") throw invalid(field, "must be text");
  if (value.length > longest) throw invalid(field, `must be at most ${longest} characters`);
  // SQLite ends a text at NUL, and UTF-8 has no half surrogate pairs.
  return value.toWellFormed().replaceAll("\0", "\uFFFD");
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
