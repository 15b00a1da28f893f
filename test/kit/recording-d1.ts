interface Statement {
  sql: string;
  values: unknown[];
}

/** One call to D1: a statement, or a batch of them. */
export interface D1Call {
  statements: Statement[];
  rowsRead: number;
  /** Rows that came into the Worker. */
  rowsReturned: number;
}

type Note = (statements: Statement[], results: readonly D1Result[]) => void;

class RecordedStatement implements D1PreparedStatement {
  constructor(
    readonly inner: D1PreparedStatement,
    readonly statement: Statement,
    readonly note: Note,
  ) {}
  bind(...values: unknown[]): D1PreparedStatement {
    const statement = { ...this.statement, values };
    return new RecordedStatement(this.inner.bind(...values), statement, this.note);
  }
  async all<T = Record<string, unknown>>(): Promise<D1Result<T>> {
    const result = await this.inner.all<T>();
    this.note([this.statement], [result]);
    return result;
  }
  run<T = Record<string, unknown>>(): Promise<D1Result<T>> {
    return this.all<T>();
  }
  async first<T>(column?: string): Promise<T | null> {
    const { results } = await this.all<Record<string, T>>();
    const [row] = results;
    return ((column === undefined ? row : row?.[column]) ?? null) as T | null;
  }
  raw<T = unknown[]>(options: { columnNames: true }): Promise<[string[], ...T[]]>;
  raw<T = unknown[]>(options?: { columnNames?: false }): Promise<T[]>;
  async raw<T = unknown[]>(): Promise<T[] | [string[], ...T[]]> {
    const { results } = await this.all();
    return results.map((row) => Object.values(row) as T);
  }
}

/** D1 that notes every statement that passes through it. */
export function recordD1(db: D1Database): { db: D1Database; calls: D1Call[] } {
  const calls: D1Call[] = [];
  const note: Note = (statements, results) => {
    const rowsRead = results.reduce((sum, { meta }) => sum + (meta.rows_read ?? 0), 0);
    const rowsReturned = results.reduce((sum, { results: rows }) => sum + rows.length, 0);
    calls.push({ statements, rowsRead, rowsReturned });
  };
  const recorded = (inner: Pick<D1Database, "prepare" | "batch">) => ({
    prepare: (sql: string) => new RecordedStatement(inner.prepare(sql), { sql, values: [] }, note),
    async batch<T>(statements: D1PreparedStatement[]) {
      const own = statements.map((one) => {
        if (one instanceof RecordedStatement) return one;
        throw new Error("not recorded");
      });
      const results = await inner.batch<T>(own.map((one) => one.inner));
      note(
        own.map(({ statement }) => statement),
        results,
      );
      return results;
    },
  });
  const recording: D1Database = {
    ...recorded(db),
    exec: (sql) => db.exec(sql),
    withSession(constraint) {
      const session = db.withSession(constraint);
      return { ...recorded(session), getBookmark: () => session.getBookmark() };
    },
    dump: () => Promise.reject(new Error("not recorded")),
  };
  return { db: recording, calls };
}
