import type { SQL } from "drizzle-orm";
import type { z } from "zod";
import type { CsvTable } from "./csv-table.ts";
import type { Window } from "./window.ts";

/**
 * Which instants a type looks at: none (all up to now), the `days` whole days before today and
 * today so far, one bucket for each of `days` calendar days ending today, the window only if one
 * is asked for, or always seven calendar days.
 */
type WindowKind = "none" | "days" | "trend" | "ifGiven" | "fixed7";

/** What a type's statements are about. Every statement is limited to the tenant. */
export interface Scope {
  tenantId: string;
  now: number;
  window: Window;
  /** Only of types that take one. Whether it may be used is the caller's matter, not the type's. */
  segmentId?: string;
  /** Limits are lifted: a comparison needs the rows that a limit keeps out. */
  unlimited: boolean;
}

type Table = readonly Record<string, unknown>[];

/** Statements, and what to make of their rows: they run in one D1 batch with the data version. */
export interface Plan<R> {
  statements: readonly SQL[];
  /** @throws AppError for what only the data can tell: an offer that is not there. */
  answer(tables: readonly Table[]): R;
  /** Of types that read a sample: how many traces it had, and whether its cap cut something. */
  sample?(tables: readonly Table[]): { size: number; cut: boolean };
}

/** A plan whose callback names the rows of each statement, in their order. */
export function planOf<Tables extends readonly object[][], R>(
  statements: readonly SQL[],
  answer: (...tables: Tables) => R,
  sample?: (...tables: Tables) => { size: number; cut: boolean },
): Plan<R> {
  // The rows have the shape that the statement beside the callback gives them.
  const typed = (tables: readonly Table[]) => tables as unknown as Tables;
  return {
    statements,
    answer: (tables) => answer(...typed(tables)),
    ...(sample && { sample: (tables: readonly Table[]) => sample(...typed(tables)) }),
  };
}

/** How `compare=previous` finds a row again, and which of its fields it compares. */
export interface Comparison<R> {
  /** In the order of the CSV rows. */
  rows(result: R): readonly { key: string; row: object }[];
  /** Decimals by field. */
  fields: Readonly<Record<string, number>>;
  /** Makes the answer that is shown out of one without limits. */
  limited?(result: R): R;
}

/**
 * One type of dashboard: a file and a line in the registry. Validation, batch, CSV, comparison,
 * caching and OpenAPI follow. Methods, not properties: so a type of its own P and R fits the registry.
 */
export interface DashboardType<P = Record<string, unknown>, R extends object = object> {
  name: string;
  about: string;
  window: WindowKind;
  segment: boolean;
  /** Its own parameters, as query text; `days`, `segmentId` and what every type takes are not among them. */
  params: z.ZodType<P> & { shape: Record<string, z.ZodType> };
  /** How much of a window with given ends has passed is part of the answer. */
  measuresElapsed?: true;
  /** Parameters whose default depends on the window. */
  effective?(params: P, window: Window): P;
  response: z.ZodType<R>;
  /** Beside the warning of a segment that cannot be used. */
  warningExtra?(params: P): object;
  plan(scope: Scope, params: P): Plan<R>;
  csv(result: R, window: Window): CsvTable;
  compare?: Comparison<R>;
}

export const defineDashboardType = <P, R extends object>(
  type: DashboardType<P, R>,
): DashboardType<P, R> => type;
