import { type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { selected } from "./listing.ts";
import { inAcademies } from "./report-rows.ts";
import { type ReportField, ROW } from "../report-type.ts";

interface RowKey {
  tenantId: string;
  ids: readonly number[];
  id: number;
}

/** The row of an id, if it lies in the academies. */
export const rowById = (
  table: SQLiteTable,
  fields: readonly ReportField[],
  { tenantId, ids, id }: RowKey,
): SQL =>
  sql`SELECT ${selected(fields)} FROM ${table} ${sql.identifier(ROW)}
    WHERE id = ${id} AND ${inAcademies(tenantId, ids)}`;
