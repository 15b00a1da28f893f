import { describe, expect, it } from "vitest";
import { EMPTY_BATCH } from "../../src/generation/batch.ts";
import { type BatchEvent, step } from "../../src/generation/batch.machine.ts";
import { nextAlarm, tick } from "../../src/generation/timers.ts";
import {
  after,
  batchOf,
  claim,
  complete,
  fail,
  failedThrice,
  jobAt,
  seed,
  sent,
  unit,
  unitAt,
} from "./kit.ts";

describe("a unit", () => {
  it("waits until D1 knows its run, then is sent when due", () => {
    const unknown = after(EMPTY_BATCH, 0, { type: "start", seed: seed(1), run: "r1" });
    expect(tick(unknown, 0).wakeUps).toEqual([]);
    expect(nextAlarm(unknown)).toBe(0);
    const known = step(unknown, { type: "projected", jobId: 1, version: 2 }, 0);
    expect(tick(known, 0).wakeUps).toEqual([unit]);
  });
  it("is claimed once, for 120 seconds", () => {
    const leased = step(sent(batchOf(1)), claim, 1_000);
    expect(unitAt(leased)).toMatchObject({ state: "leased", attempt: 1, at: 121_000 });
    expect(step(leased, claim, 2_000)).toBe(leased);
  });
  it("is not claimed before it is sent, nor under another run, job or day", () => {
    const waiting = batchOf(1);
    expect(step(waiting, claim, 0)).toBe(waiting);
    const batch = sent(waiting);
    for (const other of [{ jobId: 9 }, { run: "r0" }, { date: "2026-05-01" }]) {
      expect(step(batch, { ...claim, ...other }, 0)).toBe(batch);
    }
  });
  it("is sent again after 30 s, 1, 2, 4, 8, 10, 10 minutes and given up after 24 hours", () => {
    let batch = sent(batchOf(1));
    const gaps: number[] = [];
    for (let last = 0, now = 0; gaps.length < 7; last = now) {
      now = unitAt(batch).at;
      expect(tick(batch, now - 1).wakeUps).toEqual([]);
      const next = tick(batch, now);
      expect(next.wakeUps).toEqual([unit]);
      batch = next.batch;
      gaps.push((now - last) / 1_000);
    }
    expect(gaps).toEqual([30, 60, 120, 240, 480, 600, 600]);
    const end = tick(batch, 24 * 3_600_000);
    expect(unitAt(end.batch)).toMatchObject({ state: "error", error: "not-delivered" });
    expect(end.wakeUps).toEqual([]);
  });
  it("is renewed while leased, by its own lease only", () => {
    const leased = step(sent(batchOf(1)), claim, 0);
    const renew: BatchEvent = { type: "renew", ...unit, attempt: 1 };
    expect(unitAt(step(leased, renew, 30_000)).at).toBe(150_000);
    expect(step(leased, { ...renew, attempt: 2 }, 30_000)).toBe(leased);
  });
  it("is done with its rows; what comes later changes nothing", () => {
    const done = after(sent(batchOf(1)), 0, claim, complete());
    expect(unitAt(done)).toMatchObject({ state: "done", rows: 5 });
    for (const late of [claim, complete(1, 9), fail(), { type: "cancel", jobId: 1 } as const]) {
      expect(step(done, late, 5)).toBe(done);
    }
    const tried = step(done, { type: "retry", jobId: 1, run: "r2" }, 5);
    expect(tried).toBe(done);
  });
  it("fails twice with pauses of 10 and 60 seconds, the third time for good", () => {
    const first = after(sent(batchOf(1)), 0, claim, fail());
    expect(unitAt(first)).toMatchObject({ state: "waiting", at: 10_000 });
    expect(tick(first, 9_999).wakeUps).toEqual([]);
    const second = after(sent(first, 10_000), 10_000, claim, fail(2));
    expect(unitAt(second)).toMatchObject({ state: "waiting", at: 70_000 });
    const third = after(sent(second, 70_000), 70_000, claim, fail(3));
    expect(unitAt(third)).toMatchObject({ state: "error", error: "generator-failed" });
  });
  it("is free at once when a lease runs out, an error at the third", () => {
    let batch = batchOf(1);
    let now = 0;
    for (const attempt of [1, 2]) {
      batch = step(sent(batch, now), claim, now);
      now += 120_000;
      const over = tick(batch, now);
      expect(unitAt(over.batch)).toMatchObject({ state: "sent", attempt });
      expect(over.wakeUps).toEqual([unit]);
      batch = over.batch;
    }
    batch = sent(step(batch, claim, now), now + 120_000);
    expect(unitAt(batch)).toMatchObject({ state: "error", error: "worker-lost" });
    expect(nextAlarm(batch)).toBe(500);
  });
  it("refuses the completion of a lease that another attempt holds", () => {
    const again = step(sent(step(sent(batchOf(1)), claim, 0), 120_000), claim, 120_000);
    expect(step(again, complete(1), 130_000)).toBe(again);
    expect(unitAt(step(again, complete(2), 130_000)).state).toBe("done");
  });
  it("is cancelled from waiting, sent and leased", () => {
    const leased = step(sent(batchOf(1)), claim, 0);
    for (const batch of [batchOf(1), sent(batchOf(1)), leased]) {
      const cancelled = step(batch, { type: "cancel", jobId: 1 }, 5);
      expect(unitAt(cancelled).state).toBe("cancelled");
      expect(step(cancelled, complete(), 6)).toBe(cancelled);
    }
  });
  it("waits again under a new run after a retry, with its attempts ahead of it", () => {
    const retried = step(failedThrice(), { type: "retry", jobId: 1, run: "r2" }, 300_000);
    expect(unitAt(retried)).toMatchObject({ state: "waiting", attempt: 0, error: null });
    expect(tick(retried, 300_000).wakeUps).toEqual([]);
    const version = jobAt(retried).version;
    const known = step(retried, { type: "projected", jobId: 1, version }, 300_000);
    expect(tick(known, 300_000).wakeUps).toEqual([{ ...unit, run: "r2" }]);
    expect(step(sent(known, 300_000), claim, 300_000)).toEqual(sent(known, 300_000));
  });
});
