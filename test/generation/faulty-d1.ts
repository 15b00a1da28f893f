type When = "before" | "after";

/** Nobody repeats what failed with this: the caller hears of it. */
const OVERLOADED = "D1 DB is overloaded. Requests queued for too long.";

/** D1 that fails once at a call to come, before it took effect or after. */
export function createFaultyD1(db: D1Database): {
  db: D1Database;
  failAt(calls: number, when: When, message?: string): void;
  /** Fails at every call until it is healed. */
  goDown(): void;
  heal(): void;
} {
  let left = Infinity;
  let down = false;
  let mode: When = "before";
  let text = OVERLOADED;
  async function call<T>(run: () => Promise<T>): Promise<T> {
    left -= 1;
    const fails = down || left === 0;
    if (fails && mode === "before") throw new Error(text);
    const result = await run();
    if (fails) throw new Error(text);
    return result;
  }
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(statement, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => wrap(target.bind(...values));
        if (name === "inner") return target;
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== "function") return member;
        return (...args: unknown[]) => call(() => Reflect.apply(member, target, args));
      },
    });
  return {
    failAt(calls, when, message = OVERLOADED) {
      left = calls;
      mode = when;
      text = message;
    },
    goDown() {
      down = true;
      mode = "before";
      text = OVERLOADED;
    },
    heal() {
      down = false;
      left = Infinity;
    },
    db: {
      prepare: (sql) => wrap(db.prepare(sql)),
      batch: <T>(statements: D1PreparedStatement[]) =>
        call(() =>
          db.batch<T>(statements.map((one) => Reflect.get(one, "inner") as D1PreparedStatement)),
        ),
      exec: (sql) => db.exec(sql),
      withSession: (constraint) => db.withSession(constraint),
      dump: () => Promise.reject(new Error("not here")),
    },
  };
}
