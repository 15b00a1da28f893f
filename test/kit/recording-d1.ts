/** One call to D1: a statement, or a batch of them. */
export interface D1Call {
  statements: { sql: string; values: unknown[] }[];
  rowsRead: number;
}

interface Prepared {
  sql: string;
  values: unknown[];
}

const prepared = new WeakMap<D1PreparedStatement, Prepared>();

/** D1 that notes what passes through it. */
export function recordD1(db: D1Database): { db: D1Database; calls: D1Call[] } {
  const calls: D1Call[] = [];
  const note = (statements: Prepared[], results: readonly D1Result[]): void => {
    const rowsRead = results.reduce((sum, { meta }) => sum + (meta.rows_read ?? 0), 0);
    calls.push({ statements, rowsRead });
  };
  const wrap = (sql: string, inner: D1PreparedStatement, values: unknown[]): D1PreparedStatement => {
    const self = { sql, values };
    const all = async <T>() => {
      const result = await inner.all<T>();
      note([self], [result]);
      return result;
    };
    const statement = {
      bind: (...bound: unknown[]) => wrap(sql, inner.bind(...bound), bound),
      all,
      run: all,
      first: async (column?: string) => {
        const [row] = (await all<Record<string, unknown>>()).results;
        return column === undefined ? (row ?? null) : (row?.[column] ?? null);
      },
      raw: async () => (await all<Record<string, unknown>>()).results.map(Object.values),
      inner,
    } as unknown as D1PreparedStatement;
    prepared.set(statement, self);
    return statement;
  };
  const recording = {
    prepare: (sql: string) => wrap(sql, db.prepare(sql), []),
    async batch<T>(statements: D1PreparedStatement[]) {
      const inners = statements.map((one) => (one as unknown as { inner: D1PreparedStatement }).inner);
      const results = await db.batch<T>(inners);
      const known = statements.map((one) => prepared.get(one) ?? { sql: "?", values: [] });
      note(known, results);
      return results;
    },
    exec: (sql: string) => db.exec(sql),
    withSession: (constraint?: string) => db.withSession(constraint),
    dump: () => db.dump(),
  } as D1Database;
  return { db: recording, calls };
}
