import type { SQL } from "drizzle-orm";
import { sql } from "drizzle-orm";
import type { Db } from "#shared";
import { reportRows } from "../lists/report-rows.ts";
import type { ReportType } from "../report-type.ts";
import { prepare } from "../statement.ts";
import { summaryOf } from "../supported.ts";

type Rows = Record<string, unknown>[];

/** A report of one academy, for readers whose right to it was checked before. */
export interface AcademyReport {
  type: ReportType;
  tenantId: string;
  academyId: number;
}

/** The statements in one D1 call, their rows in the same order. */
export async function readTogether(db: Db, statements: readonly SQL[]): Promise<Rows[]> {
  if (statements.length === 0) return [];
  const results = await db.batch<Record<string, unknown>>(
    statements.map((statement) => prepare(db, statement)),
  );
  return results.map((result) => result.results);
}

/** The condition of the rows that a list with these filters shows. */
export const rowsWhere = (
  { type, tenantId, academyId }: AcademyReport,
  filters: Readonly<Record<string, string>>,
): SQL => reportRows(type, new Map(Object.entries(filters)), tenantId, [academyId]).where;

/** Summaries as the report's own endpoint answers them, one for each set of filters. */
export async function readSummaries(
  db: Db,
  report: AcademyReport,
  queries: readonly Readonly<Record<string, string>>[],
): Promise<object[]> {
  const { type, tenantId, academyId } = report;
  const summary = summaryOf(type);
  const scopes = queries.map((filters) => ({
    tenantId,
    academyIds: [academyId],
    rows: rowsWhere(report, filters),
  }));
  const plans = scopes.map((scope) => summary.statements(scope));
  const results = await readTogether(db, plans.flat());
  return plans.map((plan) => summary.answer(results.splice(0, plan.length)));
}

/** The newest generated dates up to `last`, newest first. */
export const generatedDates = (
  { type, tenantId, academyId }: AcademyReport,
  last: string,
  most: number,
): SQL =>
  sql`SELECT date FROM report_coverage WHERE tenant_id = ${tenantId}
    AND report_type = ${type.slug} AND academy_id = ${academyId} AND date <= ${last}
    ORDER BY date DESC LIMIT ${most}`;
