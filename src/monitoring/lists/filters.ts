import { type SQL, sql } from "drizzle-orm";
import { fault } from "../errors/fault.ts";
import type { Query } from "../monitoring-env.ts";
import { isReportDate } from "../report-dates.ts";
import type { ReportFilter } from "../report-type.ts";

type Compared = Exclude<ReportFilter, { kind: "scope" | "presence" }>;

const INTEGER = /^-?[0-9]+$/;
const NUMBER = /^-?[0-9]+(?:\.[0-9]+)?$/;
const COMPARE = { "=": sql`=`, "<=": sql`<=`, ">=": sql`>=` };

const isInteger = (text: string): boolean =>
  INTEGER.test(text) && Number.isSafeInteger(Number(text));

const READABLE: Record<ReportFilter["kind"], (text: string) => boolean> = {
  scope: () => true,
  date: isReportDate,
  integer: isInteger,
  number: (text) => NUMBER.test(text),
  text: () => true,
  choice: () => true,
  "integer-choice": isInteger,
  presence: () => true,
};

const isNumeric = ({ kind }: ReportFilter): boolean =>
  kind === "integer" || kind === "number" || kind === "integer-choice";

const choicesOf = (filter: ReportFilter): readonly string[] | undefined => {
  if (filter.kind === "presence") return ["true", "false"];
  return "choices" in filter ? filter.choices : undefined;
};

/** @throws invalid-filter-value, then invalid-filter-choice */
function check(filter: ReportFilter, sent: string): void {
  const { name, kind } = filter;
  if (!READABLE[kind](sent)) throw fault("invalid-filter-value", { filter: name });
  const choices = choicesOf(filter);
  const chosen = isNumeric(filter) ? String(Number(sent)) : sent;
  if (choices && !choices.includes(chosen)) {
    throw fault("invalid-filter-choice", { filter: name, choices: choices.join(", ") });
  }
}

/** Four hundred nines are a number; D1 would bind the infinity that they come to as NULL. */
const finite = (digits: string): number =>
  Math.max(-Number.MAX_VALUE, Math.min(Number(digits), Number.MAX_VALUE));

const compared = (filter: Compared, sent: string): SQL => {
  const value = isNumeric(filter) ? finite(sent) : sent;
  return sql`${sql.identifier(filter.column)} ${COMPARE[filter.compare]} ${value}`;
};

function condition(filter: ReportFilter, sent: string): SQL[] {
  check(filter, sent);
  if (filter.kind === "scope") return [];
  if (filter.kind !== "presence") return [compared(filter, sent)];
  const column = sql.identifier(filter.column);
  return [sent === "true" ? sql`${column} IS NOT NULL` : sql`${column} IS NULL`];
}

/** @throws unsupported-filter: every key that is neither a filter nor one of `others` */
export function refuseUnknownKeys(
  query: Query,
  filters: readonly ReportFilter[],
  others: readonly string[],
): void {
  const known = new Set([...filters.map(({ name }) => name), ...others]);
  const unknown = [...query.keys()].filter((key) => !known.has(key)).toSorted();
  if (unknown.length > 0) throw fault("unsupported-filter", { keys: unknown.join(", ") });
}

/**
 * The parameter `academy` beside the scope: it may only repeat it.
 * @throws invalid-filter-value, academy-filter-mismatch
 */
export function checkAcademies(query: Query, scope: readonly number[]): void {
  const pieces = (query.get("academy") ?? "").split(",").map((piece) => piece.trim());
  const named = pieces.filter((piece) => piece !== "");
  if (named.length === 0) return;
  if (named.some((piece) => !INTEGER.test(piece))) {
    throw fault("invalid-filter-value", { filter: "academy" });
  }
  const ids = new Set(named.map(Number));
  if (ids.size !== scope.length || scope.some((id) => !ids.has(id))) {
    throw fault("academy-filter-mismatch", {});
  }
}

/** What the filters that were sent ask of a row, checked in the order of their definition. */
export const conditions = (filters: readonly ReportFilter[], query: Query): SQL[] =>
  filters.flatMap((filter) => {
    const sent = query.get(filter.name);
    return sent === undefined ? [] : condition(filter, sent);
  });
