import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Query } from "../monitoring-env.ts";
import type { ReportType } from "../report-type.ts";
import { conditions } from "./filters.ts";

/** The rows of a tenant in some academies. One id as an equation: an index can then give the order. */
export function inAcademies(tenantId: string, ids: readonly number[]): SQL {
  const [only, ...more] = ids;
  const academies =
    only !== undefined && more.length === 0
      ? sql`= ${only}`
      : sql`IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  return sql`tenant_id = ${tenantId} AND academy_id ${academies}`;
}

/** The newest date of which any of the academies has a row that fits: a seek for each. */
const newestDate = (table: SQLiteTable, tenantId: string, ids: readonly number[], fits: SQL) => sql`
  (SELECT max(newest) FROM (SELECT (
    SELECT report_date FROM ${table}
    WHERE tenant_id = ${tenantId} AND academy_id = academy.value AND ${fits}
    ORDER BY report_date DESC LIMIT 1) AS newest
  FROM json_each(${JSON.stringify(ids)}) academy))`;

/** The rows that a query asks for. Without any date in it these are of one day, the newest. */
export interface ReportRows {
  where: SQL;
  /** How many they are, where coverage tells it: a SELECT of `count`. */
  count?: SQL;
  /** Whether the query fixes the date: by itself or by leaving it out. */
  ofOneDay: boolean;
  /** The condition once that day is known. */
  ofDay: (date: unknown) => SQL;
}

type Countable = Pick<ReportType, "slug" | "table" | "filters" | "countedByCoverage">;

const countByCoverage = (slug: string, rows: SQL, dates: SQL): SQL =>
  sql`SELECT coalesce(sum(generated_rows - moved_rows), 0) AS count
    FROM (SELECT *, date AS report_date FROM report_coverage)
    WHERE report_type = ${slug} AND ${rows} AND ${dates}`;

/** @throws invalid-filter-value, invalid-filter-choice */
export function reportRows(
  { slug, table, filters, countedByCoverage }: Countable,
  query: Query,
  tenantId: string,
  ids: readonly number[],
): ReportRows {
  const asked = sql.join([sql`1`, ...conditions(filters, query)], sql` AND `);
  const academies = inAcademies(tenantId, ids);
  const sent = filters.filter(({ name, kind }) => kind !== "scope" && query.has(name));
  const dates = sent.filter(({ kind }) => kind === "date");
  const isExact = dates.some((filter) => "compare" in filter && filter.compare === "=");
  const newest = sql`report_date = ${newestDate(table, tenantId, ids, asked)}`;
  const rows = sql`${academies} AND ${asked}`;
  const byCoverage = countedByCoverage && sent.length === dates.length;
  return {
    where: dates.length > 0 ? rows : sql`${rows} AND ${newest}`,
    ...(byCoverage && {
      count: countByCoverage(slug, academies, dates.length > 0 ? asked : newest),
    }),
    ofOneDay: isExact || dates.length === 0,
    ofDay: (date) => (dates.length > 0 ? rows : sql`${rows} AND report_date = ${date}`),
  };
}

/** Those of a table's columns that may be null. */
export const nullableColumns = (table: SQLiteTable): string[] =>
  Object.entries(getTableColumns(table))
    .filter(([, column]) => !column.notNull)
    .map(([name]) => name);
