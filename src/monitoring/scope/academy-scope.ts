import type { Academy } from "#sources";
import { type AppError, hasCapability, type Principal } from "#shared";
import { fault } from "../errors/fault.ts";

const CAPABILITY = "read_monitoring_report";

/** Strict: every academy asked for, or an error. Aggregate: those of them that may be read. */
export type ScopeRule = "strict" | "aggregate";

/** Who asks, and for which academies: the header, else the parameter. */
export interface Caller {
  principal: Principal;
  academies: string | undefined;
}

/** The academies of a request once they were judged. */
export interface AcademyScope {
  /** Without duplicates and numbers that are no id, in the order of the request. */
  requested: readonly number[];
  /** Those of them that may be read, in the same order. */
  applied: readonly Academy[];
  ids: readonly number[];
  resolution: "full" | "partial";
}

/**
 * The ids of a list, each once. As digits: they may be too large for a number.
 * @throws missing-academy, invalid-academy-id: the first piece that is none
 */
export function askedAcademies(list: string | undefined): string[] {
  const pieces = (list ?? "")
    .split(",")
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "");
  if (pieces.length === 0) throw fault("missing-academy", {});
  const odd = pieces.find((piece) => !/^[0-9]+$/.test(piece));
  if (odd !== undefined) throw fault("invalid-academy-id", { piece: odd });
  return [...new Set(pieces.map((piece) => piece.replace(/^0+(?=.)/, "")))];
}

/** The ids whose academies the principal has the capability for; who knows whether they exist. */
export const capableIds = (principal: Principal, ids: readonly number[]): number[] =>
  ids.filter((id) => Number.isSafeInteger(id) && hasCapability(principal, CAPABILITY, id));

/** Why an academy may not be read; undefined when it may. */
function refusal(id: string, academy: Academy | undefined, user: string): AppError | undefined {
  if (!academy) {
    return fault("without-capability", { user, capability: CAPABILITY, academy: id });
  }
  if (academy.status === "DELETED") return fault("academy-deleted", { academy: id });
  return academy.status === "INACTIVE" ? fault("academy-inactive", { academy: id }) : undefined;
}

/**
 * @param found the academies of the tenant among `capableIds`
 * @throws without-capability, academy-deleted, academy-inactive
 */
export function judgeScope(
  rule: ScopeRule,
  { userId }: Principal,
  asked: readonly string[],
  found: readonly Academy[],
): AcademyScope {
  const byId = new Map(found.map((academy) => [academy.id, academy]));
  const applied: Academy[] = [];
  for (const id of asked) {
    const academy = byId.get(Number(id));
    const error = refusal(id, academy, userId);
    if (error && rule === "strict") throw error;
    if (academy && !error) applied.push(academy);
  }
  if (applied.length === 0) {
    throw fault("without-capability-anywhere", { user: userId, capability: CAPABILITY });
  }
  return {
    requested: asked.map(Number).filter(Number.isSafeInteger),
    applied,
    ids: applied.map(({ id }) => id),
    resolution: applied.length === asked.length ? "full" : "partial",
  };
}
