import { describe, expect, it } from "vitest";
import { type Batch, EMPTY_BATCH, statusOf } from "../../src/generation/batch.ts";
import { type BatchEvent, step } from "../../src/generation/batch.machine.ts";
import { tick } from "../../src/generation/timers.ts";
import {
  after,
  batchOf,
  claim,
  complete,
  D2,
  fail,
  jobAt,
  seed,
  sent,
  unit,
  unitAt,
} from "./kit.ts";

// Every state against every event. What the tables do not name stays as it is, the very object.
const HOUR = 3_600_000;
type Event = (batch: Batch) => Batch;

const event =
  (one: BatchEvent): Event =>
  (batch) =>
    step(batch, one, 0);
const passing =
  (ms: number): Event =>
  (batch) =>
    tick(batch, ms).batch;

/** The one unit of a job after so many lost leases, claimed once more. */
const leased = (lost: number): Batch => {
  let batch = step(sent(batchOf(1)), claim, 0);
  for (let at = 1; at <= lost; at++) {
    batch = step(tick(batch, unitAt(batch).at).batch, claim, 0);
  }
  return batch;
};

const cancel = { type: "cancel", jobId: 1 } as const;
const retry = { type: "retry", jobId: 1, run: "r2" } as const;
const renew = (attempt: number): BatchEvent => ({ type: "renew", ...unit, attempt });

const foreign = (
  [
    ["run", { run: "r0" }],
    ["job", { jobId: 9 }],
    ["day", { date: D2 }],
  ] as const
).flatMap(([what, other]) =>
  [claim, renew(1), complete(), fail()].map((own): [string, Event] => [
    `${own.type} of another ${what}`,
    event({ ...own, ...other }),
  ]),
);
const otherAttempt = [renew(7), complete(7), fail(7)].map((late): [string, Event] => [
  `${late.type} of another attempt`,
  event(late),
]);

describe("a unit", () => {
  const states = {
    waiting: batchOf(1),
    sent: sent(batchOf(1)),
    "leased/1": leased(0),
    "leased/2": leased(1),
    "leased/3": leased(2),
    done: after(leased(0), 0, complete()),
    error: after(leased(2), 0, fail(3)),
    cancelled: step(batchOf(1), cancel, 0),
  };
  const own = (batch: Batch) => Math.max(1, unitAt(batch).attempt);
  const events: Record<string, Event> = {
    "a free slot": passing(0),
    "30 seconds": passing(30_000),
    "120 seconds": passing(120_000),
    "24 hours": passing(24 * HOUR),
    claim: event(claim),
    renew: (batch) => step(batch, renew(own(batch)), 1),
    complete: (batch) => step(batch, complete(own(batch)), 0),
    fail: (batch) => step(batch, fail(own(batch)), 0),
    cancel: event(cancel),
    retry: event(retry),
    ...Object.fromEntries([...foreign, ...otherAttempt]),
  };
  const waits = { "a free slot": "sent/0", "30 seconds": "sent/0", "120 seconds": "sent/0" };
  const table: Record<keyof typeof states, Record<string, string>> = {
    waiting: { ...waits, "24 hours": "sent/0", cancel: "cancelled/0" },
    sent: {
      "30 seconds": "sent/0",
      "120 seconds": "sent/0",
      "24 hours": "error/0 not-delivered",
      claim: "leased/1",
      cancel: "cancelled/0",
    },
    // A lost lease leaves it waiting, due at once: in the same tick it is sent.
    "leased/1": {
      "120 seconds": "sent/1",
      "24 hours": "sent/1",
      renew: "leased/1",
      complete: "done/1",
      fail: "waiting/1",
      cancel: "cancelled/1",
    },
    "leased/2": {
      "120 seconds": "sent/2",
      "24 hours": "sent/2",
      renew: "leased/2",
      complete: "done/2",
      fail: "waiting/2",
      cancel: "cancelled/2",
    },
    "leased/3": {
      "120 seconds": "error/3 worker-lost",
      "24 hours": "error/3 worker-lost",
      renew: "leased/3",
      complete: "done/3",
      fail: "error/3 generator-failed",
      cancel: "cancelled/3",
    },
    done: {},
    error: { retry: "waiting/0" },
    cancelled: { retry: "waiting/0" },
  };
  const text = (batch: Batch) => {
    const { state, attempt, error } = unitAt(batch);
    return `${state}/${attempt}${error ? ` ${error}` : ""}`;
  };
  const cases = Object.entries(states).flatMap(([state, batch]) =>
    Object.entries(events).map(([name, apply]) => ({ state, name, batch, apply })),
  );
  it.each(cases)("$state, $name", ({ state, name, batch, apply }) => {
    const next = table[state as keyof typeof states][name];
    const changed = apply(batch);
    if (next === undefined) expect(changed).toBe(batch);
    else {
      expect(changed).not.toBe(batch);
      expect(text(changed)).toBe(next);
    }
  });
});

describe("a job", () => {
  const failing = (from: Batch): Batch => {
    let batch = from;
    for (const attempt of [1, 2, 3]) {
      batch = after(sent(batch, 60_000 * attempt), 60_000 * attempt, claim, fail(attempt));
    }
    return batch;
  };
  // Both days were sent at the beginning.
  const second = (batch: Batch, rows: number): Batch =>
    after(batch, 0, { ...claim, date: D2 }, { ...complete(1, rows), date: D2 });
  const running = step(sent(batchOf(2)), claim, 0);
  const states = {
    PENDING: sent(batchOf(2)),
    RUNNING: running,
    "RUNNING, last day open": second(running, 5),
    "RUNNING, one day failed": failing(batchOf(2)),
    DONE: second(step(running, complete(), 0), 5),
    PARTIAL: second(failing(batchOf(2)), 5),
    ERROR: second(failing(batchOf(2)), 0),
    CANCELLED: step(running, cancel, 0),
    "CANCELLED before it began": step(sent(batchOf(2)), cancel, 0),
  };
  const events: Record<string, Event> = {
    "the first claim": event(claim),
    "a day done": event(complete()),
    "the other day done, no rows": (batch) => second(batch, 0),
    "the other day done, with rows": (batch) => second(batch, 5),
    "a day failed for good": failing,
    cancel: event(cancel),
    retry: event(retry),
    "its row gone": event({ type: "forget", jobId: 1 }),
    "taken in again": event({ type: "start", seed: seed(1, 2), run: "r9" }),
  };
  const R = "RUNNING";
  const ended = { retry: "PENDING" };
  const table: Record<keyof typeof states, Record<string, string>> = {
    PENDING: {
      "the first claim": R,
      "the other day done, no rows": R,
      "the other day done, with rows": R,
      "a day failed for good": R,
      cancel: "CANCELLED",
    },
    RUNNING: {
      "a day done": R,
      "the other day done, no rows": R,
      "the other day done, with rows": R,
      "a day failed for good": R,
      cancel: "CANCELLED",
    },
    "RUNNING, last day open": {
      "a day done": "DONE",
      "a day failed for good": "PARTIAL",
      cancel: "CANCELLED",
    },
    "RUNNING, one day failed": {
      "the other day done, no rows": "ERROR",
      "the other day done, with rows": "PARTIAL",
      cancel: "CANCELLED",
    },
    DONE: {},
    PARTIAL: ended,
    ERROR: ended,
    CANCELLED: ended,
    "CANCELLED before it began": ended,
  };
  const cases = Object.entries(states).flatMap(([state, batch]) =>
    Object.entries(events).map(([name, apply]) => ({ state, name, batch, apply })),
  );
  it.each(cases)("$state, $name", ({ state, name, batch, apply }) => {
    const next = table[state as keyof typeof states][name];
    const changed = apply(batch);
    expect(statusOf(jobAt(batch))).toBe(state.replace(/[, ].*/, ""));
    if (name === "its row gone") expect(changed.jobs).toEqual([]);
    else if (next === undefined) expect(statusOf(jobAt(changed))).toBe(statusOf(jobAt(batch)));
    else expect(statusOf(jobAt(changed))).toBe(next);
  });
  it("is PENDING when it is taken in", () => {
    const batch = step(EMPTY_BATCH, { type: "start", seed: seed(1, 2), run: "r1" }, 0);
    expect(statusOf(jobAt(batch))).toBe("PENDING");
  });
});
