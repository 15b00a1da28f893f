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
function upsert(db: D1Database, dataset: Dataset, change: Change): D1PreparedStatement {
  const { table, columns, key, keepsChangeTime } = dataset;
  const name = getTableName(table);
  const input = incoming(change);
  const rest = columns.filter((column) => !key.includes(column));
  const sets = rest.map((column) => `${column} = excluded.${column}`);
  if (keepsChangeTime) sets.push("updated_at = excluded.updated_at");
  const update = `UPDATE SET ${sets.join(", ")}
    WHERE (${columnsOf(rest, name)}) IS NOT (${columnsOf(rest, "excluded")})`;
  const statement = db.prepare(`WITH ${input.table}
    INSERT INTO ${name} (tenant_id, ${columns.join(", ")}${keepsChangeTime ? ", updated_at" : ""})
    SELECT ?1, ${columns.join(", ")}${keepsChangeTime ? ", ?3" : ""} FROM incoming WHERE true
    ON CONFLICT DO ${rest.length === 0 ? "NOTHING" : update}`);
  const time = keepsChangeTime ? [change.now] : [];
  return statement.bind(change.tenantId, input.json, ...time);
}

function countNew(db: D1Database, { table, name, key }: Dataset, change: Change) {
  const input = incoming(change, key);
  return db
    .prepare(
      `WITH ${input.table}
       INSERT INTO dataset_state (tenant_id, dataset, row_count, changed_at)
       SELECT ?1, '${name}', count(*), ?3 FROM incoming i
       WHERE NOT EXISTS (SELECT 1 FROM ${getTableName(table)} s WHERE ${sameKey(key, "s", "i")})
       ON CONFLICT DO UPDATE SET row_count = row_count + excluded.row_count`,
    )
    .bind(change.tenantId, input.json, change.now);
}

/** Marks the instants ahead of now at which these rows will begin or cease to count. */
function markClock(db: D1Database, { clockFields }: Dataset, change: Change) {
  const places = clockFields.map((field) => change.columns.indexOf(field));
  const times = change.rows.flatMap((row) => places.map((place) => row[place]));
  const ahead = new Set(times.filter((time) => typeof time === "number" && time > change.now));
  if (ahead.size === 0) return [];
  const insert = db.prepare(
    `INSERT INTO clock_marks (tenant_id, at) SELECT ?1, value FROM json_each(?2) WHERE true
     ON CONFLICT DO NOTHING`,
  );
  return [insert.bind(change.tenantId, JSON.stringify([...ahead]))];
}

// changes() is the statement before: each of these runs only when the one before changed a row.
const RAISE_VERSION = `
  INSERT INTO tenant_state (tenant_id, data_version) SELECT ?, 1 WHERE changes() > 0
  ON CONFLICT DO UPDATE SET data_version = data_version + 1`;
const NOTE_CHANGE = `
  UPDATE dataset_state SET changed_at = ? WHERE tenant_id = ? AND dataset = ? AND changes() > 0`;
const COUNT_DELETED = `
  UPDATE dataset_state SET row_count = row_count - changes()
  WHERE tenant_id = ? AND dataset = ? AND changes() > 0`;

/** What follows the statement that changed the rows, in the same transaction. */
function afterChange(db: D1Database, dataset: Dataset, change: Change): D1PreparedStatement[] {
  return [
    db.prepare(RAISE_VERSION).bind(change.tenantId),
    db.prepare(NOTE_CHANGE).bind(change.now, change.tenantId, dataset.name),
    ...dataset.rollups.flatMap((rollup) => rollup.after(db, change)),
  ];
}

/**
 * One chunk of checked rows with everything computed from them, in one transaction.
 * @returns how many rows were new or different.
 */
export async function putRows(db: Db, dataset: Dataset, change: Change): Promise<number> {
  const before = [
    ...dataset.rollups.flatMap((rollup) => rollup.beforePut(db, change)),
    countNew(db, dataset, change),
  ];
  const results = await db.idempotent.batch([
    ...before,
    upsert(db, dataset, change),
    ...afterChange(db, dataset, change),
    ...markClock(db, dataset, change),
  ]);
  return results[before.length]?.meta.changes ?? 0;
}

/** Removes rows by key with everything computed from them. @returns how many there were. */
export async function deleteRows(db: Db, dataset: Dataset, change: Change): Promise<number> {
  const { key } = dataset;
  const input = incoming(change);
  const before = dataset.rollups.flatMap((rollup) => rollup.beforeDelete(db, change));
  const remove = db.prepare(
    `WITH ${input.table}
     DELETE FROM ${getTableName(dataset.table)}
     WHERE tenant_id = ?1 AND (${key.join(", ")}) IN (SELECT ${key.join(", ")} FROM incoming)`,
  );
  const results = await db.idempotent.batch([
    ...before,
    remove.bind(change.tenantId, input.json),
    db.prepare(COUNT_DELETED).bind(change.tenantId, dataset.name),
    ...afterChange(db, dataset, change),
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
