import type { BadFields } from "../errors/fault.ts";
import { isReportDate } from "../report-dates.ts";

type FieldProblem = BadFields[string][number];

export interface GenerateFields {
  date?: string;
  date_start?: string;
  date_end?: string;
  days_back?: number;
  force?: boolean;
  academy?: number;
}

interface Reading<T> {
  value?: T;
  problem?: FieldProblem;
}

const DIGITS = /^[+-]?\d+$/;
const TRUE = new Set(["true", "t", "yes", "y", "on", "1"]);
const FALSE = new Set(["false", "f", "no", "n", "off", "0"]);

const date = (sent: unknown): Reading<string> =>
  typeof sent === "string" && isReportDate(sent) ? { value: sent } : { problem: "date" };

const integer = (sent: unknown): Reading<number> =>
  Number.isInteger(sent) ? { value: Number(sent) } : { problem: "integer" };

/** Also as text, of any length: four hundred nines are a number, only a large one. */
function positive(sent: unknown): Reading<number> {
  const isWhole = typeof sent === "string" ? DIGITS.test(sent) : Number.isInteger(sent);
  if (!isWhole) return { problem: "integer" };
  const value = Number(sent);
  return value < 1 ? { problem: "minimum" } : { value };
}

function boolean(sent: unknown): Reading<boolean> {
  if (typeof sent === "boolean") return { value: sent };
  const word = typeof sent === "string" || typeof sent === "number" ? String(sent) : "";
  if (TRUE.has(word.toLowerCase())) return { value: true };
  if (FALSE.has(word.toLowerCase())) return { value: false };
  return { problem: "boolean" };
}

const READERS = {
  date,
  date_start: date,
  date_end: date,
  days_back: positive,
  force: boolean,
  academy: integer,
} satisfies {
  [K in keyof GenerateFields]-?: (sent: unknown) => Reading<GenerateFields[K] & {}>;
};

/** The known keys of a body, or all that is wrong with them at once; other keys are nothing to it. */
export function readGenerateFields(
  body: Readonly<Record<string, unknown>>,
): { ok: true; fields: GenerateFields } | { ok: false; problems: BadFields } {
  const sent = Object.entries(READERS).filter(([key]) => Object.hasOwn(body, key));
  const read = sent.map(([key, reader]) => {
    const reading: Reading<unknown> = body[key] === null ? { problem: "null" } : reader(body[key]);
    return [key, reading] as const;
  });
  const problems = read.flatMap(([key, { problem }]) =>
    problem ? [[key, [problem]] as const] : [],
  );
  if (problems.length > 0) return { ok: false, problems: Object.fromEntries(problems) };
  return { ok: true, fields: Object.fromEntries(read.map(([key, { value }]) => [key, value])) };
}
