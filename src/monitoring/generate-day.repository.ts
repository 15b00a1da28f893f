import { getTableName, type SQL, sql } from "drizzle-orm";
import type { Db } from "#shared";
import type { DayRun } from "./day-run.ts";
import type { ReportType } from "./report-type.ts";
import { prepare } from "./statement.ts";

interface Warning {
  code: string;
  date: string;
  count: number;
}

export interface GeneratedDay {
  generatedRows: number;
  warnings: Warning[];
}

const coverageOf = ({ slug }: ReportType, { tenantId, academyId, date }: DayRun): SQL =>
  sql`tenant_id = ${tenantId} AND report_type = ${slug} AND academy_id = ${academyId}
    AND date = ${date}`;

/** The caller's guard, and the fence of 9.5: who began to read later has written already. */
const mayWrite = (type: ReportType, run: DayRun): SQL =>
  sql`(${run.guard ?? sql`1`}) AND NOT EXISTS (SELECT 1 FROM report_coverage
    WHERE ${coverageOf(type, run)} AND read_at > ${run.readAt})`;

const cover = (type: ReportType, run: DayRun, allowed: SQL): SQL => sql`
  INSERT INTO report_coverage
    (tenant_id, report_type, academy_id, date, generated_at, generated_rows, read_at)
  SELECT ${run.tenantId}, ${type.slug}, ${run.academyId}, ${run.date}, ${run.now}, (
    SELECT count(*) FROM ${sql.identifier(getTableName(type.table))}
    WHERE tenant_id = ${run.tenantId} AND academy_id = ${run.academyId}
      AND report_date = ${run.date}), ${run.readAt}
  WHERE ${allowed}
  ON CONFLICT DO UPDATE SET generated_at = excluded.generated_at,
    generated_rows = excluded.generated_rows, moved_rows = 0, read_at = excluded.read_at`;

/**
 * Makes the rows of one day of an academy equal to what the sources say, with its alerts and its
 * coverage, in one transaction; running it again changes nothing.
 * @returns the rows that the day holds now, also when the guard or the fence forbade the write.
 */
export async function generateDay(db: Db, type: ReportType, run: DayRun): Promise<GeneratedDay> {
  const allowed = mayWrite(type, run);
  const { writes, warnings } = type.generator;
  const statements = [
    ...writes(run, allowed),
    cover(type, run, allowed),
    ...warnings.map(({ count }) => count(run)),
    sql`SELECT generated_rows AS count FROM report_coverage WHERE ${coverageOf(type, run)}`,
  ].map((statement) => prepare(db.bulk, statement));
  const results = await db.bulk.batch<{ count: number }>(statements);
  const counts = results.slice(-1 - warnings.length).map(({ results: [row] }) => row?.count ?? 0);
  return {
    generatedRows: counts.at(-1) ?? 0,
    warnings: warnings
      .map(({ code }, at) => ({ code, date: run.date, count: counts[at] ?? 0 }))
      .filter(({ count }) => count > 0),
  };
}
