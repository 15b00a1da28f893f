import { describe, expect, it } from "vitest";
import { EMPTY_BATCH, statusOf } from "../../src/generation/batch.ts";
import { type BatchEvent, step } from "../../src/generation/batch.machine.ts";
import { alertDayOf } from "../../src/generation/job-seed.ts";
import { viewOf } from "../../src/generation/job-view.ts";
import { nextAlarm, overAt, toProject } from "../../src/generation/timers.ts";
import { after, batchOf, claim, complete, D1, D2, failedThrice, jobAt, seed, sent } from "./kit.ts";

describe("a job", () => {
  it("is PENDING and queued until the first claim, then RUNNING", () => {
    const batch = sent(batchOf(2));
    expect(viewOf(jobAt(batch))).toMatchObject({
      status: "PENDING",
      status_message: "Queued",
      task_id: "r1",
      progress_current: 0,
      progress_total: 0,
      result: {},
      started_at: null,
    });
    expect(viewOf(jobAt(step(batch, claim, 7)))).toMatchObject({
      status: "RUNNING",
      progress_total: 2,
      result: { dates: [], warnings: [] },
      started_at: 7,
    });
  });
  it("ends PARTIAL as the contract shows it, and goes on from there when retried", () => {
    let batch = failedThrice(3);
    const done = (date: string, rows: number): BatchEvent[] => [
      { ...claim, date },
      { ...complete(1, rows), date },
    ];
    batch = after(batch, 400_000, ...done("2026-04-03", 13), ...done(D2, 12));
    const errors = [`${D1}: generator-failed: The rows of this day could not be computed.`];
    expect(viewOf(jobAt(batch))).toMatchObject({
      status: "PARTIAL",
      progress_current: 3,
      progress_total: 3,
      generated_rows: 25,
      error_log: errors[0],
      finished_at: 400_000,
      result: {
        dates: [
          { date: D1, generated_rows: 0, status: "error" },
          { date: D2, generated_rows: 12, status: "done" },
          { date: "2026-04-03", generated_rows: 13, status: "done" },
        ],
        warnings: [],
        generated_rows: 25,
        processed_days: 3,
        total_days: 3,
        errors,
      },
    });
    const retried = step(batch, { type: "retry", jobId: 1, run: "r2" }, 500_000);
    expect(viewOf(jobAt(retried))).toMatchObject({
      status: "PENDING",
      progress_current: 2,
      progress_total: 3,
      generated_rows: 25,
      error_log: null,
      started_at: null,
      finished_at: null,
    });
  });
  it("ends ERROR when nothing was generated, DONE when every day was, even with no rows", () => {
    expect(statusOf(jobAt(failedThrice()))).toBe("ERROR");
    expect(statusOf(jobAt(after(sent(batchOf(1)), 0, claim, complete(1, 0))))).toBe("DONE");
  });
  it("keeps its finished days when cancelled, and tells them", () => {
    const batch = after(sent(batchOf(2)), 0, claim, complete(), { type: "cancel", jobId: 1 });
    expect(viewOf(jobAt(batch))).toMatchObject({
      status: "CANCELLED",
      progress_current: 1,
      generated_rows: 5,
      finished_at: 0,
      result: { processed_days: 1, total_days: 2, errors: [] },
    });
  });
  it("leaves its batch when its row is gone", () => {
    expect(step(batchOf(1), { type: "forget", jobId: 1 }, 0).jobs).toEqual([]);
  });
  it("is taken in once", () => {
    const batch = batchOf(1);
    expect(step(batch, { type: "start", seed: seed(1), run: "r9" }, 5)).toBe(batch);
  });
  it("goes on from what D1 knew of it", () => {
    const known = seed(1, 2, { done: [{ date: D1, rows: 4 }], begun: true, startedAt: 3 });
    const batch = step(EMPTY_BATCH, { type: "start", seed: known, run: "r1" }, 0);
    expect(viewOf(jobAt(batch))).toMatchObject({
      status: "RUNNING",
      progress_current: 1,
      generated_rows: 4,
      version: 2,
    });
  });
  it("evaluates alerts on the newest day that is not ahead of its creation", () => {
    const created = Date.parse("2026-04-10T12:00:00Z");
    expect(alertDayOf("2026-04-01", "2026-04-09", created)).toBe("2026-04-09");
    expect(alertDayOf("2026-04-01", "2026-04-30", created)).toBe("2026-04-10");
    expect(alertDayOf("2026-04-11", "2026-04-30", created)).toBeNull();
  });
});

describe("the projection", () => {
  it("gathers changes for half a second, and refreshes active jobs every 30 seconds", () => {
    const quiet = sent(batchOf(1));
    expect(nextAlarm(quiet)).toBe(30_000);
    expect(toProject(quiet, 29_999)).toEqual([]);
    expect(toProject(quiet, 30_000)).toHaveLength(1);
    const running = step(quiet, claim, 1_000);
    expect(nextAlarm(running)).toBe(1_500);
    const told = after(running, 1_500, { type: "projected", jobId: 1, version: 3 });
    expect(nextAlarm(told)).toBe(31_500);
  });
  it("waits half a second from the first change, not from the last", () => {
    const running = step(sent(batchOf(2)), claim, 1_000);
    expect(nextAlarm(step(running, complete(), 1_400))).toBe(1_500);
    expect(nextAlarm(step(running, { type: "doubt", jobId: 1, version: 0 }, 1_400))).toBe(1_500);
  });
  it("ends when the end was told", () => {
    const done = after(sent(batchOf(1)), 0, claim, complete());
    expect(nextAlarm(done)).toBe(500);
    const version = jobAt(done).version;
    expect(nextAlarm(step(done, { type: "projected", jobId: 1, version: version - 1 }, 1))).toBe(
      500,
    );
    const told = step(done, { type: "projected", jobId: 1, version }, 1);
    expect(toProject(told, 1_000_000)).toEqual([]);
  });
  it("is over 30 days after the last end, at once when no job is left, never before D1 knows", () => {
    const days30 = 30 * 24 * 3_600_000;
    const untold = after(sent(batchOf(1)), 7_000, claim, complete());
    expect(overAt(untold)).toBe(Infinity);
    const { version } = jobAt(untold);
    const told = step(untold, { type: "projected", jobId: 1, version }, 8_000);
    expect([overAt(told), nextAlarm(told)]).toEqual([7_000 + days30, 7_000 + days30]);
    expect(overAt(step(told, { type: "forget", jobId: 1 }, 9_000))).toBe(1);
  });
  it("pauses after a failure, and repeats itself when in doubt", () => {
    const dirty = step(sent(batchOf(1)), claim, 0);
    const failed = step(dirty, { type: "projection-failed", retryAt: 5_000 }, 0);
    expect(toProject(failed, 4_999)).toEqual([]);
    expect(nextAlarm(failed)).toBe(5_000);
    const doubted = step(dirty, { type: "doubt", jobId: 1, version: 9 }, 0);
    expect(jobAt(doubted).version).toBe(10);
  });
});
