import type { SQL } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { DayRun } from "./day-run.ts";

/** How a column's value is printed: `flag` as true or false, `time` as ISO-8601, `json` parsed. */
type FieldKind = "integer" | "real" | "text" | "flag" | "date" | "time" | "json";

export interface ReportField {
  name: string;
  kind: FieldKind;
  about: string;
  nullable?: true;
  /** Where the value comes from when the report's table has no such column. */
  from?: SQL;
}

interface Compared {
  name: string;
  column: string;
  compare: "=" | "<=" | ">=";
}

/** A query parameter of the list: how it is read, and what it is compared with. */
export type ReportFilter =
  | { name: "academy"; kind: "scope" }
  | (Compared & { kind: "date" | "integer" | "number" | "text" })
  | (Compared & { kind: "choice" | "integer-choice"; choices: readonly string[] });

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
  listFields: readonly ReportField[];
  /** What a row has beyond the list's fields when it is asked for by id. */
  detailFields: readonly ReportField[];
  /** In the order in which they are checked and listed. */
  filters: readonly ReportFilter[];
  sortFields: readonly string[];
  hasAlerts: boolean;
  generator: DayGenerator;
}
