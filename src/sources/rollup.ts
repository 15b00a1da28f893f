/** The rows of one change: a chunk of checked records, or the keys to delete. */
export interface Change {
  tenantId: string;
  /** For a put: `[[…columns]]`; for a delete: `[[…key]]`. One JSON text. */
  rows: string;
  now: number;
}

/**
 * Something computed from a dataset's rows and kept beside them. All its statements run in the D1
 * batch of the rows themselves, so that a reader sees both or neither.
 */
export interface Rollup {
  beforePut(db: D1Database, change: Change, columns: readonly string[]): D1PreparedStatement[];
  beforeDelete(db: D1Database, change: Change): D1PreparedStatement[];
  /** After the rows have changed, either way. */
  after(db: D1Database, change: Change): D1PreparedStatement[];
}

/** `incoming(…columns)`: the rows of parameter ?2, which is `[[…], …]`, as a table. */
export function incoming(columns: readonly string[], only: readonly string[] = columns): string {
  const values = only.map((name) => `json_extract(value, '$[${columns.indexOf(name)}]')`);
  return `incoming(${only.join(", ")}) AS (SELECT ${values.join(", ")} FROM json_each(?2))`;
}
