import { classifyD1Failure } from "./d1-errors.ts";
import { AppError, unavailable } from "./errors.ts";

const DEADLINE_MS = 10_000;
/** D1 itself ends a batch after this long. */
const BULK_DEADLINE_MS = 30_000;
const ATTEMPTS = 3;
const BACKOFF_MS = 50;

/**
 * D1 with a deadline on every call and failures told apart. Reads are repeated when the failure
 * was transient. Writes are repeated only through `idempotent`: say so where a repeat is a no-op.
 */
export interface Db extends D1Database {
  readonly idempotent: D1Database;
  /** `idempotent`, for writes that may take as long as D1 allows. Never in a request. */
  readonly bulk: D1Database;
  /** The same in a D1 session: what it reads is never older than what it read or wrote before. */
  session(constraint: D1SessionBookmark): DbSession;
}

export interface DbSession extends Db {
  /** Stands for what the session has seen; null before its first statement. */
  getBookmark(): D1SessionBookmark | null;
}

type Call = <T>(run: () => Promise<T>) => Promise<T>;

const READ = /^\s*(?:select|with|explain)\b/i;
const WRITE = /\b(?:insert|update|delete|replace)\b/i;
const onlyReads = (sql: string): boolean => READ.test(sql) && !WRITE.test(sql);

async function withDeadline<T>(ms: number, run: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("D1 deadline exceeded")), ms);
  });
  try {
    return await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function failed(error: unknown): AppError {
  if (classifyD1Failure(error) === "bug") {
    return new AppError("INTERNAL_ERROR", "Internal server error", { cause: error });
  }
  return unavailable("The database is not available; try again shortly", error);
}

const once: Call = async (run) => {
  try {
    return await withDeadline(DEADLINE_MS, run);
  } catch (error) {
    throw failed(error);
  }
};

const repeatedWithin =
  (deadlineMs: number): Call =>
  async (run) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await withDeadline(deadlineMs, run);
      } catch (error) {
        if (attempt === ATTEMPTS || classifyD1Failure(error) !== "transient") throw failed(error);
        const pause = Math.random() * BACKOFF_MS * 2 ** attempt;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  };

const repeated = repeatedWithin(DEADLINE_MS);

class GuardedStatement implements D1PreparedStatement {
  constructor(
    readonly inner: D1PreparedStatement,
    readonly isRead: boolean,
    readonly call: Call,
  ) {}
  bind(...values: unknown[]): D1PreparedStatement {
    return new GuardedStatement(this.inner.bind(...values), this.isRead, this.call);
  }
  first<T>(column?: string): Promise<T | null> {
    return this.call(() =>
      column === undefined ? this.inner.first<T>() : this.inner.first<T>(column),
    );
  }
  run<T = Record<string, unknown>>(): Promise<D1Result<T>> {
    return this.call(() => this.inner.run<T>());
  }
  all<T = Record<string, unknown>>(): Promise<D1Result<T>> {
    return this.call(() => this.inner.all<T>());
  }
  raw<T = unknown[]>(options: { columnNames: true }): Promise<[string[], ...T[]]>;
  raw<T = unknown[]>(options?: { columnNames?: false }): Promise<T[]>;
  raw<T = unknown[]>(options?: { columnNames?: boolean }): Promise<T[] | [string[], ...T[]]> {
    return this.call<T[] | [string[], ...T[]]>(() =>
      options?.columnNames ? this.inner.raw<T>({ columnNames: true }) : this.inner.raw<T>(),
    );
  }
}

/** What a database and a session of one have in common. */
function guardStatements(
  db: Pick<D1Database, "prepare" | "batch">,
  forWrites: Call,
): Pick<D1Database, "prepare" | "batch"> {
  const callFor = (read: boolean): Call => (read ? repeated : forWrites);
  return {
    prepare(sql) {
      const read = onlyReads(sql);
      return new GuardedStatement(db.prepare(sql), read, callFor(read));
    },
    batch<T>(statements: D1PreparedStatement[]) {
      const guarded = statements.map((statement) => {
        if (statement instanceof GuardedStatement) return statement;
        throw new Error("A batch takes statements of its own database only");
      });
      const call = callFor(guarded.every((statement) => statement.isRead));
      return call(() => db.batch<T>(guarded.map((statement) => statement.inner)));
    },
  };
}

function guard(db: D1Database, forWrites: Call): D1Database {
  return {
    ...guardStatements(db, forWrites),
    exec: (sql) => forWrites(() => db.exec(sql)),
    withSession(constraint) {
      const session = db.withSession(constraint);
      return {
        ...guardStatements(session, forWrites),
        getBookmark: () => session.getBookmark(),
      };
    },
    dump: () => Promise.reject(new AppError("INTERNAL_ERROR", "dump is not supported")),
  };
}

function openSession(db: D1Database, constraint: string): DbSession {
  const session = db.withSession(constraint);
  const ofSession: D1Database = {
    prepare: (sql) => session.prepare(sql),
    batch: <T>(statements: D1PreparedStatement[]) => session.batch<T>(statements),
    exec: (sql) => db.exec(sql),
    withSession: (other) => db.withSession(other),
    dump: () => Promise.reject(new AppError("INTERNAL_ERROR", "dump is not supported")),
  };
  return Object.assign(guardD1(ofSession), { getBookmark: () => session.getBookmark() });
}

export const guardD1 = (db: D1Database): Db =>
  Object.assign(guard(db, once), {
    idempotent: guard(db, repeated),
    bulk: guard(db, repeatedWithin(BULK_DEADLINE_MS)),
    session: (constraint: string) => openSession(db, constraint),
  });
