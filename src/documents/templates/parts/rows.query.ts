import type { Db } from "#shared";

export type Bound = readonly (string | number | null)[];

/** A statement with its values, and the type of its rows. */
export interface Query<Row> {
  sql: string;
  values: Bound;
  /** Never set: it carries the type. */
  row?: Row;
}

export const query = <Row>(sql: string, ...values: Bound): Query<Row> => ({ sql, values });

type RowsOf<Queries> = {
  [Name in keyof Queries]: Queries[Name] extends Query<infer Row> ? Row[] : never;
};

/** Several reads as one state of the data, by name. */
export async function readRows<Queries extends Record<string, Query<unknown>>>(
  db: Db,
  queries: Queries,
): Promise<RowsOf<Queries>> {
  const entries = Object.entries(queries);
  const results = await db.batch(
    entries.map(([, { sql, values }]) => db.prepare(sql).bind(...values)),
  );
  const rows = entries.map(([name], at) => [name, results[at]?.results ?? []]);
  return Object.fromEntries(rows) as RowsOf<Queries>; // each statement selects the row it is typed with
}
