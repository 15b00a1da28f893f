import { type SQL, sql } from "drizzle-orm";
import type { Db } from "#shared";
import { academiesById, type Academy } from "#sources";
import { prepare } from "../statement.ts";
import {
  type AcademyScope,
  askedAcademies,
  type Caller,
  capableIds,
  judgeScope,
  type ScopeRule,
} from "./academy-scope.ts";

type Row = Record<string, unknown>;

/** What an endpoint reads in the call that judges the academies, and what it makes of it. */
export interface Plan<T> {
  statements: readonly SQL[];
  answer(results: readonly Row[][], scope: AcademyScope): T | Promise<T>;
}

const attempted = <T>(run: () => T): { plan: T } | { error: unknown } => {
  try {
    return { plan: run() };
  } catch (error) {
    return { error };
  }
};

/**
 * Judges the academies and reads what the endpoint needs in one D1 call. What is wrong with the
 * academies is told before what `planFor` throws.
 * @param planFor gets the ids that may pass: under the strict rule its rows are used only if all
 *   that were asked for do; under the aggregate rule it must keep to `activeAcademies` of them.
 */
export async function inScope<T>(
  db: Db,
  caller: Caller,
  rule: ScopeRule,
  planFor: (ids: readonly number[]) => Plan<T>,
): Promise<T> {
  const asked = askedAcademies(caller.academies);
  const ids = capableIds(caller.principal, asked.map(Number));
  const made = attempted(() => planFor(ids));
  const statements = "plan" in made ? made.plan.statements : [];
  const [academies, ...results] = await db.batch<Row>([
    academiesById(db, caller.principal.tenantId, ids),
    ...statements.map((statement) => prepare(db, statement)),
  ]);
  const found = (academies?.results ?? []) as unknown as Academy[]; // as its statement selects them
  const scope = judgeScope(rule, caller.principal, asked, found);
  if ("error" in made) throw made.error;
  return made.plan.answer(
    results.map((result) => result.results),
    scope,
  );
}

/** The academies alone, for endpoints that do not read at once. */
export const academyScope = (db: Db, caller: Caller, rule: ScopeRule): Promise<AcademyScope> =>
  inScope(db, caller, rule, () => ({ statements: [], answer: (_results, scope) => scope }));

/** In SQL, those of the ids that are academies in force: the applied ones. A subquery of `id`. */
export const activeAcademies = (tenantId: string, ids: readonly number[]): SQL =>
  sql`(SELECT a.id FROM json_each(${JSON.stringify(ids)}) wanted CROSS JOIN academies a
    ON a.tenant_id = ${tenantId} AND a.id = wanted.value AND a.status = 'ACTIVE')`;
