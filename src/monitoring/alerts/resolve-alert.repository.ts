import { type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Db } from "#shared";
import type { ListedRow } from "../lists/listing.ts";
import { prepare } from "../statement.ts";

interface ResolvedBy {
  tenantId: string;
  id: number;
  resolved_at: number;
  resolved_by_id: string;
  action_taken: string | null;
}

/**
 * Resolves an alert that is still open.
 * @param read how the alert is read after that
 * @returns undefined when somebody else, or generation, was first.
 */
export async function resolveAlertRow(
  db: Db,
  table: SQLiteTable,
  by: ResolvedBy,
  read: SQL,
): Promise<ListedRow | undefined> {
  const resolve = sql`UPDATE ${table} SET resolved_at = ${by.resolved_at},
      resolved_by_id = ${by.resolved_by_id}, action_taken = ${by.action_taken}
    WHERE id = ${by.id} AND tenant_id = ${by.tenantId} AND resolved_at IS NULL`;
  const [, found] = await db.idempotent.batch<ListedRow>([prepare(db, resolve), prepare(db, read)]);
  const row = found?.results[0];
  const { resolved_at, resolved_by_id, action_taken } = by;
  // By what it says, not by what changed: a repeat after a lost answer finds its own work done.
  const isOurs = Object.entries({ resolved_at, resolved_by_id, action_taken }).every(
    ([column, value]) => row?.[column] === value,
  );
  return isOurs ? row : undefined;
}
