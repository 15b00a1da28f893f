export type Value = string | number | null;

/** The rows of one change: a chunk of checked records, or the keys to delete. */
export interface Change {
  tenantId: string;
  columns: readonly string[];
  rows: readonly (readonly Value[])[];
  now: number;
  /** The table whose rows stay as they are: of the change only those with a new `id` are taken. */
  addTo?: string;
}

/**
 * Something computed from a dataset's rows and kept beside them. All its statements run in the D1
 * batch of the rows themselves, so that a reader sees both or neither.
 */
export interface Rollup {
  beforePut(db: D1Database, change: Change): D1PreparedStatement[];
  beforeDelete(db: D1Database, change: Change): D1PreparedStatement[];
  /** After the rows have changed, either way. */
  after(db: D1Database, change: Change): D1PreparedStatement[];
}

/**
 * Some columns of a change as a table for SQL: `table` defines `incoming(…only)` for a WITH clause,
 * reading the JSON text `json`, which must be bound as parameter ?2. A column that is null in every
 * row is not sent.
 */
export function incoming(change: Change, only: readonly string[] = change.columns) {
  const { columns, rows, addTo } = change;
  const places = only.map((name) => columns.indexOf(name));
  const sent = places.filter((place) => rows.some((row) => row[place] !== null));
  const values = places.map((place) =>
    sent.includes(place) ? `json_extract(value, '$[${sent.indexOf(place)}]')` : "NULL",
  );
  const isNew = addTo
    ? ` WHERE NOT EXISTS (SELECT 1 FROM ${addTo} k
          WHERE k.tenant_id = ?1 AND k.id = ${values[only.indexOf("id")] ?? "NULL"})`
    : "";
  return {
    table: `incoming(${only.join(", ")}) AS (SELECT ${values.join(", ")} FROM json_each(?2)${isNew})`,
    json: JSON.stringify(rows.map((row) => sent.map((place) => row[place]))),
  };
}
