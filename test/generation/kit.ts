import { type Batch, EMPTY_BATCH, type Job, type Unit } from "../../src/generation/batch.ts";
import { type BatchEvent, step } from "../../src/generation/batch.machine.ts";
import type { JobSeed } from "../../src/generation/job-seed.ts";
import { tick } from "../../src/generation/timers.ts";

export const seed = (id: number, days = 1, more: Partial<JobSeed> = {}): JobSeed => ({
  id,
  reportType: "churn",
  academyId: id,
  dateStart: "2026-04-01",
  dateEnd: `2026-04-${String(days).padStart(2, "0")}`,
  alertDay: null,
  version: 1,
  status: "PENDING",
  begun: false,
  startedAt: null,
  done: [],
  warnings: [],
  ...more,
});

export const after = (batch: Batch, now: number, ...events: BatchEvent[]): Batch =>
  events.reduce((state, event) => step(state, event, now), batch);

/** Jobs 1, 2 … of so many days each, projected, at instant 0. */
export function batchOf(...days: number[]): Batch {
  const events = days.flatMap((count, at): BatchEvent[] => [
    { type: "start", seed: seed(at + 1, count), run: "r1" },
    { type: "projected", jobId: at + 1, version: 2 },
  ]);
  return after(EMPTY_BATCH, 0, ...events);
}

export function jobAt(batch: Batch, id = 1): Job {
  const job = batch.jobs.find((one) => one.id === id);
  if (!job) throw new Error(`no job ${id}`);
  return job;
}

export function unitAt(batch: Batch, date = "2026-04-01", id = 1): Unit {
  const unit = jobAt(batch, id).units.find((one) => one.date === date);
  if (!unit) throw new Error(`no unit ${date}`);
  return unit;
}

export const D1 = "2026-04-01";
export const D2 = "2026-04-02";
export const unit = { jobId: 1, run: "r1", date: D1 };
export const claim = { type: "claim", ...unit } as const satisfies BatchEvent;
export const complete = (attempt = 1, rows = 5) => ({
  type: "complete" as const,
  ...unit,
  attempt,
  rows,
  warnings: [],
});
export const fail = (attempt = 1): BatchEvent => ({
  type: "fail",
  ...unit,
  attempt,
  code: "generator-failed",
});
export const sent = (batch: Batch, now = 0): Batch => tick(batch, now).batch;

/** One job of one day that failed three times, the last time at `now`. */
export function failedThrice(days = 1): Batch {
  let batch = batchOf(days);
  let now = 0;
  for (const attempt of [1, 2, 3]) {
    batch = after(sent(batch, now), now, claim, fail(attempt));
    now += 60_000;
  }
  return batch;
}
