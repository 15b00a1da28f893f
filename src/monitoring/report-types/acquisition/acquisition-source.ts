import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { DayRun } from "../../day-run.ts";
import { acquisitionReports } from "./acquisition.table.ts";

type Column = Exclude<
  keyof typeof acquisitionReports.$inferSelect,
  "id" | "tenant_id" | "academy_id" | "report_date" | "created_at" | "source_type"
>;

/** Source records of one kind that become acquisition rows (monitoring contract, section 8). */
export interface AcquisitionSource {
  type: string;
  /** FROM and WHERE: the records of the academy and day. */
  records(run: DayRun): SQL;
  /** Values by column; what a source does not have is null. */
  values: Partial<Record<Column, SQL>> & Record<"source_id" | "email" | "funnel_tier", SQL>;
}

const names = Object.keys(getTableColumns(acquisitionReports)).filter((name) => name !== "id");

export function sourceRows(source: AcquisitionSource, run: DayRun): SQL {
  const values: Record<string, SQL> = {
    team_seat_invite: sql`0`,
    ...source.values,
    tenant_id: sql`${run.tenantId}`,
    academy_id: sql`${run.academyId}`,
    report_date: sql`${run.date}`,
    created_at: sql`${run.now}`,
    source_type: sql`${source.type}`,
  };
  const columns = names.map((name) => sql`${values[name] ?? sql`NULL`} AS ${sql.identifier(name)}`);
  return sql`SELECT ${sql.join(columns, sql`, `)} ${source.records(run)}`;
}

/** What String.prototype.trim takes off; SQL's trim alone knows the space only. */
const WHITESPACE =
  "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";

export const trimmed = (text: SQL): SQL => sql`trim(${text}, ${WHITESPACE})`;

/** Lower case of ASCII letters: SQLite has no other. */
export const emailOf = (email: SQL): SQL => sql`coalesce(lower(${trimmed(email)}), '')`;

/** A text as it is, a number as it is written, anything else null. */
export const textFrom = (object: SQL, key: SQL): SQL => sql`CASE json_type(${object}, ${key})
  WHEN 'text' THEN ${object} ->> ${key}
  WHEN 'integer' THEN ${object} -> ${key} WHEN 'real' THEN ${object} -> ${key} END`;
