import type { SQL } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { z } from "zod";
import type { DayRun } from "./day-run.ts";

/** How a column's value is printed: `flag` as true or false, `time` as ISO-8601, `json` parsed. */
type FieldKind = "integer" | "real" | "text" | "flag" | "date" | "time" | "json";

export interface ReportField {
  name: string;
  kind: FieldKind;
  about: string;
  nullable?: true;
  /**
   * Where the value comes from when the table has no such column: an expression that may speak of
   * `tenant_id` and the other fields of the row, which it calls `report`.
   */
  from?: SQL;
}

/** What expressions call the row that they are computed for. */
export const ROW = "report";

interface Compared {
  name: string;
  column: string;
  compare: "=" | "<=" | ">=";
}

/** A query parameter of a list: how it is read, and what it is compared with. */
export type ReportFilter =
  | { name: "academy"; kind: "scope" }
  | (Compared & { kind: "date" | "integer" | "number" | "text" })
  | (Compared & { kind: "choice" | "integer-choice"; choices: readonly string[] })
  /** `true` or `false`: whether the column has a value. */
  | { name: string; kind: "presence"; column: string };

/** Which rows a summary is about. */
export interface SummaryScope {
  tenantId: string;
  academyIds: readonly number[];
  /** The condition of the filtered rows of the report's table, unaliased. */
  rows: SQL;
}

/** What a report tells about its rows as a whole. */
export interface ReportSummary {
  schema: z.ZodType;
  statements(scope: SummaryScope): SQL[];
  /** @param results the rows of each statement, in their order */
  answer(results: readonly Record<string, unknown>[][]): object;
}

/** Rows beside a report's own that are listed and resolved by hand. */
export interface ReportAlerts {
  /** Has `tenant_id`, `academy_id`, an integer `id`, and what resolving sets. */
  table: SQLiteTable;
  fields: readonly ReportField[];
  filters: readonly ReportFilter[];
  sortFields: readonly string[];
  defaultSort: string;
}

interface DayGenerator {
  /**
   * The statements that make the rows of (academy, day) equal to what the sources say, in order.
   * Each changes something only where `mayWrite` is true.
   */
  writes: (run: DayRun, mayWrite: SQL) => SQL[];
  /** What a reader should know about the day: a count, told when it is not 0. */
  warnings: readonly { code: string; count: (run: DayRun) => SQL }[];
}

/** A kind of report rows: one folder and one line in the registry. */
export interface ReportType {
  slug: string;
  label: string;
  description: string;
  /** Has `tenant_id`, `academy_id`, `report_date` and an integer `id`. */
  table: SQLiteTable;
  /** `id` and `report_date` among them. */
  listFields: readonly ReportField[];
  /** What a row has beyond the list's fields when it is asked for by id; absent: there is no detail. */
  detailFields?: readonly ReportField[];
  /** In the order in which they are checked and listed. */
  filters: readonly ReportFilter[];
  sortFields: readonly string[];
  /**
   * Coverage knows how many rows a day holds, so that lists need not count them: rows come and go by
   * the generation of their day alone, or a trigger notes those that leave it (`moved_rows`).
   */
  countedByCoverage?: true;
  summary?: ReportSummary;
  alerts?: ReportAlerts;
  generator: DayGenerator;
}
