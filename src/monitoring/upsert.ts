import { getTableColumns, getTableName, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";

const listed = (names: readonly string[], of?: string): SQL =>
  sql.join(
    names.map((name) =>
      of === undefined ? sql.identifier(name) : sql`${sql.identifier(of)}.${sql.identifier(name)}`,
    ),
    sql`, `,
  );

/**
 * Writes rows into a report's table by its unique key. A row that is there keeps `id` and
 * `created_at`; an equal one is not touched at all: it would be billed as written.
 * @param rows a SELECT that names every column of the table but `id`.
 */
export function upsert(table: SQLiteTable, key: readonly string[], rows: SQL, mayWrite: SQL): SQL {
  const name = getTableName(table);
  const columns = Object.keys(getTableColumns(table)).filter((column) => column !== "id");
  const changing = columns.filter((column) => column !== "created_at" && !key.includes(column));
  const sets = changing.map(
    (column) => sql`${sql.identifier(column)} = excluded.${sql.identifier(column)}`,
  );
  return sql`INSERT INTO ${table} (${listed(columns)})
    SELECT ${listed(columns)} FROM (${rows}) WHERE ${mayWrite}
    ON CONFLICT (${listed(key)}) DO UPDATE SET ${sql.join(sets, sql`, `)}
    WHERE (${listed(changing, name)}) IS NOT (${listed(changing, "excluded")})`;
}
