import { describe, expect, it } from "vitest";
import { type QueueEvent, step, wakeUps } from "../../src/documents/queue/queue.machine.ts";
import { emptyQueue, nextAlarm } from "../../src/documents/queue/queue.ts";
import {
  after,
  at,
  claim,
  claimed,
  enqueue,
  entry,
  fail,
  held,
  S,
  seed,
  told,
} from "./queue-kit.ts";

describe("the order", () => {
  it("is by priority, then by arrival, then by id", () => {
    const queue = after(
      emptyQueue(4),
      at("10:00:10"),
      enqueue("a", { enqueuedAt: at("10:00:00") }),
      enqueue("b", { rank: 0, enqueuedAt: at("10:00:05") }),
      enqueue("c", { enqueuedAt: at("10:00:01") }),
      enqueue("d", { rank: 3, enqueuedAt: at("09:00:00") }),
      enqueue("e", { enqueuedAt: at("10:00:01") }),
    );
    const order = ["b", "a", "c", "e", "d"];
    expect(queue.entries.map(({ documentId }) => documentId)).toEqual(order);
    const first = step(queue, claim("1"), at("10:00:10"));
    expect(held(first)).toEqual(["b"]);
    expect(held(step(first, claim("2"), at("10:00:10")))).toEqual(["b", "a"]);
  });

  it("gives no two claims one document, and none beyond the workers", () => {
    const queue = after(emptyQueue(2), 0, enqueue("a"), enqueue("b"), enqueue("c"));
    const busy = after(queue, 0, claim("1"), claim("2"), claim("3"));
    expect(held(busy)).toEqual(["a", "b"]);
    expect(busy.entries.map(({ lease }) => lease?.token)).toEqual(["1", "2", undefined]);
    expect(wakeUps(busy, 0)).toBe(0);
  });

  it("passes over what waits for its next try, which keeps its place", () => {
    const queue = after(emptyQueue(1), 0, enqueue("a"), enqueue("b"), claim("1"), fail(1, "1"));
    expect(held(step(queue, claim("2"), 29 * S))).toEqual(["b"]);
    expect(held(step(queue, claim("2"), 30 * S))).toEqual(["a"]);
  });
});

describe("tries", () => {
  it("are repeated after 30 s and 120 s, and end with the third", () => {
    const start = after(emptyQueue(1), at("12:04:00"), enqueue("a"), claim("1"));
    const second = step(start, fail(1, "1"), at("12:05:00"));
    expect(told(second)).toMatchObject({
      status: "queued",
      progress: 0,
      startedAt: null,
      notBefore: at("12:05:30"),
      error: null,
    });
    const third = after(second, at("12:09:00"), claim("2"), fail(2, "2"));
    expect(told(third)).toMatchObject({ status: "queued", notBefore: at("12:11:00") });
    const end = after(third, at("12:12:00"), claim("3"), fail(3, "3"));
    expect(end.entries).toEqual([]);
    expect(told(end)).toMatchObject({
      status: "failed",
      attempt: 3,
      tries: 3,
      error: "RENDER_UNAVAILABLE",
      completedAt: at("12:12:00"),
    });
  });

  it("end at once with what no repeat mends", () => {
    const queue = after(emptyQueue(1), 0, enqueue("a"), claim("1"), fail(1, "1", "TOO_LARGE"));
    expect(told(queue)).toMatchObject({ status: "failed", error: "TOO_LARGE", progress: 10 });
  });

  it("wait as long as an upstream asks, at most ten minutes, at least the usual", () => {
    const notBefore = (seconds: number) =>
      entry(
        after(
          emptyQueue(1),
          0,
          enqueue("a"),
          claim("1"),
          fail(1, "1", "MODEL_UNAVAILABLE", seconds),
        ),
      )?.notBefore;
    expect([notBefore(5), notBefore(90), notBefore(9_999)]).toEqual([30 * S, 90 * S, 600 * S]);
  });

  it("of a manual retry begin anew, with the attempts counted on", () => {
    const again = step(
      emptyQueue(1),
      enqueue("a", { run: 1, attempt: 3, revision: 9, enqueuedAt: 100 }),
      100,
    );
    const queue = step(again, claim("4"), 100);
    expect(told(queue)).toMatchObject({ run: 1, attempt: 4, tries: 1, revision: 11 });
  });
});

describe("a lease", () => {
  const start = after(emptyQueue(1), 0, enqueue("a"), claim("1"));
  const tick: QueueEvent = { type: "tick" };

  it("ends after 180 s without a word: the worker is lost", () => {
    expect(step(start, tick, 180 * S - 1)).toBe(start);
    expect(nextAlarm({ ...start, outbox: [] })).toBe(180 * S);
    const lost = step(start, tick, 180 * S);
    expect(entry(lost)).toMatchObject({ lease: null, attempt: 1, tries: 1, notBefore: 210 * S });
  });

  it("is renewed by a report, whose progress never falls", () => {
    const report = (progress: number): QueueEvent => ({
      type: "report",
      ...claimed(1, "1"),
      progress,
    });
    const queue = after(start, 100 * S, report(41), report(30));
    expect(entry(queue)).toMatchObject({ progress: 41, lease: { until: 280 * S } });
    expect(told(queue)?.progress).toBe(41);
  });

  it("of another attempt or token counts for nothing", () => {
    const second = after(start, 180 * S, tick);
    const queue = step(second, claim("2"), 210 * S);
    const late: QueueEvent[] = [
      { type: "report", ...claimed(1, "1"), progress: 90 },
      { type: "complete", ...claimed(1, "1") },
      fail(1, "1"),
      { type: "complete", ...claimed(2, "x") },
      { type: "complete", ...claimed(1, "2") },
    ];
    for (const event of late) expect(step(queue, event, 211 * S)).toBe(queue);
    expect(step(queue, { type: "complete", ...claimed(2, "2") }, 211 * S).entries).toEqual([]);
  });

  it("goes on for half an hour a run at most, waiting included", () => {
    const failed = step(start, fail(1, "1"), 100 * S);
    const over = step(failed, tick, 1_800 * S);
    expect(told(over)).toMatchObject({ status: "failed", error: "TIMEOUT" });
    const working = after(start, 1_799 * S, { type: "report", ...claimed(1, "1"), progress: 70 });
    expect(nextAlarm({ ...working, outbox: [] })).toBe(1_800 * S);
    expect(told(step(working, tick, 1_800 * S))).toMatchObject({ error: "TIMEOUT", progress: 70 });
    const late: QueueEvent = { type: "report", ...claimed(1, "1"), progress: 90 };
    expect(step(working, late, 1_800 * S)).toBe(working);
    expect(held(step(failed, claim("2"), 1_800 * S))).toEqual([]);
  });
});

describe("a cancel", () => {
  const cancel: QueueEvent = { type: "cancel", seed: seed("a", { revision: 7 }) };

  it("takes out what waits, what is worked on, and tells of what is not known", () => {
    const waiting = after(emptyQueue(1), 0, enqueue("a"));
    const working = step(waiting, claim("1"), 0);
    for (const queue of [waiting, working, emptyQueue(1)]) {
      const next = step(queue, cancel, 5);
      expect(next.entries).toEqual([]);
      expect(told(next)).toMatchObject({ status: "cancelled", completedAt: 5, progress: null });
    }
    expect(told(step(emptyQueue(1), cancel, 5))?.revision).toBe(8);
  });

  it("stays, whatever the worker still says", () => {
    const queue = after(emptyQueue(1), 0, enqueue("a"), claim("1"), cancel);
    const late: QueueEvent[] = [
      { type: "report", ...claimed(1, "1"), progress: 65 },
      fail(1, "1"),
      { type: "complete", ...claimed(1, "1") },
      { type: "tick" },
    ];
    for (const event of late) expect(step(queue, event, 400 * S)).toBe(queue);
  });
});

describe("wake-ups", () => {
  it("go out for free workers and due documents, and again after 30 s", () => {
    const queue = after(emptyQueue(2), 0, enqueue("a"), enqueue("b"), enqueue("c"));
    expect(wakeUps(queue, 0)).toBe(2);
    const woken = step({ ...queue, outbox: [] }, { type: "woke" }, 0);
    expect([wakeUps(woken, 29 * S), wakeUps(woken, 30 * S)]).toEqual([0, 2]);
    expect(nextAlarm(woken)).toBe(30 * S);
  });

  it("go out at once when a worker becomes free", () => {
    const busy = after(emptyQueue(1), 0, enqueue("a"), enqueue("b"), { type: "woke" }, claim("1"));
    const free = step(busy, { type: "complete", ...claimed(1, "1") }, 1);
    expect(wakeUps(free, 1)).toBe(1);
    const endings: QueueEvent[] = [
      fail(1, "1"),
      fail(1, "1", "TOO_LARGE"),
      { type: "cancel", seed: seed("a") },
    ];
    for (const ending of endings) expect(wakeUps(step(busy, ending, 1), 1)).toBe(1);
  });

  it("end when nothing is left", () => {
    const queue = after(emptyQueue(1), 0, enqueue("a"), claim("1"), {
      type: "complete",
      ...claimed(1, "1"),
    });
    expect(nextAlarm({ ...queue, outbox: [] })).toBeNull();
  });
});

it("forgets the run that is gone, not the one that came after it", () => {
  const queue = after(emptyQueue(1), 0, enqueue("a", { run: 1 }));
  expect(step(queue, { type: "forget", tenantId: "t", documentId: "a", run: 0 }, 0)).toBe(queue);
  const gone = step(queue, { type: "forget", tenantId: "t", documentId: "a", run: 1 }, 0);
  expect([gone.entries, gone.outbox]).toEqual([[], []]);
});

it("keeps the newer word in the outbox when an older one was told", () => {
  const queue = after(emptyQueue(1), 0, enqueue("a"));
  const claimedNow = step(queue, claim("1"), 0);
  const hear = (revision: number): QueueEvent => ({
    type: "told",
    tenantId: "t",
    documentId: "a",
    revision,
  });
  expect(step(claimedNow, hear(1), 0).outbox).toHaveLength(1);
  expect(step(claimedNow, hear(2), 0).outbox).toHaveLength(0);
});
