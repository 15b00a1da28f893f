import { getTableName } from "drizzle-orm";
import type { Db } from "#shared";
import type { Dataset } from "./dataset.ts";
import { type Change, incoming } from "./rollup.ts";

const columnsOf = (names: readonly string[], alias: string): string =>
  names.map((name) => `${alias}.${name}`).join(", ");

const sameKey = (key: readonly string[], left: string, right: string): string =>
  [`${left}.tenant_id = ?1`, ...key.map((name) => `${left}.${name} = ${right}.${name}`)].join(
    " AND ",
  );

/** Insert, or replace what differs; an equal row is left alone and does not count as a change. */
function upsertSql({ table, columns, key, keepsChangeTime }: Dataset): string {
  const name = getTableName(table);
  const rest = columns.filter((column) => !key.includes(column));
  const sets = rest.map((column) => `${column} = excluded.${column}`);
  if (keepsChangeTime) sets.push("updated_at = excluded.updated_at");
  const update = `UPDATE SET ${sets.join(", ")}
    WHERE (${columnsOf(rest, name)}) IS NOT (${columnsOf(rest, "excluded")})`;
  return `WITH ${incoming(columns)}
    INSERT INTO ${name} (tenant_id, ${columns.join(", ")}${keepsChangeTime ? ", updated_at" : ""})
    SELECT ?1, ${columns.join(", ")}${keepsChangeTime ? ", ?3" : ""} FROM incoming WHERE true
    ON CONFLICT DO ${rest.length === 0 ? "NOTHING" : update}`;
}

const countNewSql = ({ table, name, columns, key }: Dataset): string => `
  WITH ${incoming(columns, key)}
  INSERT INTO dataset_state (tenant_id, dataset, row_count, changed_at)
  SELECT ?1, '${name}', count(*), ?3 FROM incoming i
  WHERE NOT EXISTS (SELECT 1 FROM ${getTableName(table)} s WHERE ${sameKey(key, "s", "i")})
  ON CONFLICT DO UPDATE SET row_count = row_count + excluded.row_count`;

// changes() is the statement before: each of these runs only when the one before changed a row.
const RAISE_VERSION = `
  INSERT INTO tenant_state (tenant_id, data_version) SELECT ?, 1 WHERE changes() > 0
  ON CONFLICT DO UPDATE SET data_version = data_version + 1`;
const NOTE_CHANGE = `
  UPDATE dataset_state SET changed_at = ? WHERE tenant_id = ? AND dataset = ? AND changes() > 0`;
const COUNT_DELETED = `
  UPDATE dataset_state SET row_count = row_count - changes()
  WHERE tenant_id = ? AND dataset = ? AND changes() > 0`;

const markClockSql = ({ columns }: Dataset, field: string): string => `
  WITH ${incoming(columns, [field])}
  INSERT INTO clock_marks (tenant_id, at) SELECT DISTINCT ?1, ${field} FROM incoming
  WHERE ${field} > ?3 ON CONFLICT DO NOTHING`;

/**
 * One chunk of checked rows with everything computed from them, in one transaction.
 * @returns how many rows were new or different.
 */
export async function putRows(db: Db, dataset: Dataset, change: Change): Promise<number> {
  const { tenantId, rows, now } = change;
  const before = [
    ...dataset.rollups.flatMap((rollup) => rollup.beforePut(db, change, dataset.columns)),
    db.prepare(countNewSql(dataset)).bind(tenantId, rows, now),
  ];
  const upsert = db.prepare(upsertSql(dataset));
  const results = await db.idempotent.batch([
    ...before,
    dataset.keepsChangeTime ? upsert.bind(tenantId, rows, now) : upsert.bind(tenantId, rows),
    db.prepare(RAISE_VERSION).bind(tenantId),
    db.prepare(NOTE_CHANGE).bind(now, tenantId, dataset.name),
    ...dataset.rollups.flatMap((rollup) => rollup.after(db, change)),
    ...dataset.clockFields.map((field) =>
      db.prepare(markClockSql(dataset, field)).bind(tenantId, rows, now),
    ),
  ]);
  return results[before.length]?.meta.changes ?? 0;
}

/** Removes rows by key with everything computed from them. @returns how many there were. */
export async function deleteRows(db: Db, dataset: Dataset, change: Change): Promise<number> {
  const { tenantId, rows, now } = change;
  const table = getTableName(dataset.table);
  const key = dataset.key.join(", ");
  const values = dataset.key.map((_, at) => `json_extract(value, '$[${at}]')`).join(", ");
  const before = dataset.rollups.flatMap((rollup) => rollup.beforeDelete(db, change));
  const results = await db.idempotent.batch([
    ...before,
    db
      .prepare(
        `DELETE FROM ${table} WHERE tenant_id = ?1
           AND (${key}) IN (SELECT ${values} FROM json_each(?2))`,
      )
      .bind(tenantId, rows),
    db.prepare(COUNT_DELETED).bind(tenantId, dataset.name),
    db.prepare(RAISE_VERSION).bind(tenantId),
    db.prepare(NOTE_CHANGE).bind(now, tenantId, dataset.name),
    ...dataset.rollups.flatMap((rollup) => rollup.after(db, change)),
  ]);
  return results[before.length]?.meta.changes ?? 0;
}

/** Rows and last change by dataset; a dataset that never had a row is absent. */
export async function readDatasetStates(db: Db, tenantId: string) {
  const { results } = await db
    .prepare("SELECT dataset, row_count, changed_at FROM dataset_state WHERE tenant_id = ?")
    .bind(tenantId)
    .all<{ dataset: string; row_count: number; changed_at: number }>();
  return new Map(results.map((state) => [state.dataset, state]));
}
