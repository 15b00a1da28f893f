import { env } from "cloudflare:test";
import { classifyD1Failure, guardD1 } from "#shared";
import { afterEach, describe, expect, it, vi } from "vitest";
import { fakeD1 } from "../kit/fake-d1.ts";

afterEach(() => vi.useRealTimers());

/** Fake time, then what waited for it. Vitest's own waiting needs `setImmediate`, which may stall. */
async function pass(ms: number): Promise<void> {
  vi.advanceTimersByTime(ms);
  await scheduler.wait(1);
}

describe("D1 failures are told apart by every message of their causes", () => {
  it.each([
    ["D1_ERROR: Network connection lost.", "transient"],
    ["D1_ERROR: storage caused object to be reset", "transient"],
    ["Cannot resolve D1 DB due to transient issue on remote node.", "transient"],
    ["D1 DB is overloaded. Requests queued for too long.", "overloaded"],
    ["D1 DB storage operation exceeded timeout which caused object to be reset.", "overloaded"],
    ["D1_ERROR: no such column: x", "bug"],
    ["too many SQL variables at offset 5", "bug"],
  ])("%s: %s", (text, kind) => {
    expect(classifyD1Failure(new Error("Failed query", { cause: new Error(text) }))).toBe(kind);
  });
});

/** D1 that fails with these texts in turn, then answers. */
function flaky(...failures: string[]): { db: D1Database; calls: () => number } {
  let calls = 0;
  const attempt = () => {
    const failure = failures[calls++];
    return failure === undefined
      ? Promise.resolve({ results: [], meta: {} })
      : Promise.reject(new Error(failure));
  };
  const statement = { bind: () => statement, all: attempt, run: attempt, raw: attempt };
  const db = fakeD1({ prepare: () => statement, batch: attempt });
  return { db, calls: () => calls };
}

const LOST = "Network connection lost";

describe("a guarded database", () => {
  it("guards its sessions too, and gives their bookmark", async () => {
    const session = guardD1(env.DB).withSession("first-primary");
    const answers = await session.batch<{ n: number }>([session.prepare("SELECT 1 AS n")]);
    expect(answers[0]?.results).toEqual([{ n: 1 }]);
    expect(session.getBookmark()).toBeTypeOf("string");
    await expect(session.prepare("SELECT nothing FROM nowhere").all()).rejects.toMatchObject({
      code: "INTERNAL_ERROR",
    });
  });

  it("repeats a read that failed for a moment, three times at most", async () => {
    const twice = flaky(LOST, LOST);
    await guardD1(twice.db).prepare("SELECT 1").all();
    expect(twice.calls()).toBe(3);
    const always = flaky(LOST, LOST, LOST, LOST);
    const failed = guardD1(always.db).prepare("SELECT 1").all();
    await expect(failed).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE", retryable: true });
    expect(always.calls()).toBe(3);
  });

  it.each(["INSERT INTO t VALUES (1)", "WITH x AS (SELECT 1) DELETE FROM t", "update t set a = 1"])(
    "repeats a write only where it was said to be idempotent: %s",
    async (sql) => {
      const plain = flaky(LOST);
      await expect(guardD1(plain.db).prepare(sql).run()).rejects.toMatchObject({ retryable: true });
      expect(plain.calls()).toBe(1);
      const idempotent = flaky(LOST);
      await guardD1(idempotent.db).idempotent.prepare(sql).run();
      expect(idempotent.calls()).toBe(2);
    },
  );

  it("treats a batch with one write as a write", async () => {
    const mixed = flaky(LOST);
    const db = guardD1(mixed.db);
    const batch = db.batch([db.prepare("SELECT 1"), db.prepare("DELETE FROM t")]);
    await expect(batch).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
    expect(mixed.calls()).toBe(1);
  });

  it("refuses a batch with a statement that it did not make", () => {
    const db = guardD1(env.DB);
    expect(() => db.batch([db.prepare("SELECT 1"), env.DB.prepare("SELECT 1")])).toThrow("its own");
  });

  it.each(["D1 DB is overloaded", "no such table: t"])("never repeats %s", async (text) => {
    const failing = flaky(text);
    await expect(guardD1(failing.db).prepare("SELECT 1").all()).rejects.toBeInstanceOf(Error);
    expect(failing.calls()).toBe(1);
  });

  it("gives up on a call that does not come back", async () => {
    vi.useFakeTimers();
    const never = () => new Promise<never>(() => {});
    const silent = fakeD1({ prepare: () => ({ all: never }) });
    const call = guardD1(silent).prepare("SELECT 1").all();
    const outcome = Promise.allSettled([call]);
    await pass(10_000);
    expect(await outcome).toMatchObject([{ reason: { code: "SERVICE_UNAVAILABLE" } }]);
  });

  it("gives bulk work as long as D1 does, and repeats it", async () => {
    vi.useFakeTimers();
    let outcome = "open";
    const never = () => new Promise<never>(() => {});
    const silent = fakeD1({ prepare: () => ({ run: never }) });
    const call = guardD1(silent).bulk.prepare("DELETE FROM t").run();
    const settled = Promise.allSettled([call]).then(() => (outcome = "over"));
    await pass(29_000);
    expect(outcome).toBe("open");
    await pass(1_000);
    expect(await settled).toBe("over");
    vi.useRealTimers();
    const lost = flaky(LOST);
    await guardD1(lost.db).bulk.prepare("DELETE FROM t").run();
    expect(lost.calls()).toBe(2);
  });

  it("passes real results through in every form", async () => {
    const statement = guardD1(env.DB).prepare("SELECT ?1 AS a, ?2 AS b").bind(1, "x");
    expect(await statement.first()).toEqual({ a: 1, b: "x" });
    expect(await statement.first("b")).toBe("x");
    expect((await statement.all()).results).toEqual([{ a: 1, b: "x" }]);
    expect(await statement.raw()).toEqual([[1, "x"]]);
    expect(await statement.raw({ columnNames: true })).toEqual([
      ["a", "b"],
      [1, "x"],
    ]);
  });
});
