import fc from "fast-check";
import { expect, it } from "vitest";
import {
  type Batch,
  inFlight,
  isActive,
  isDirty,
  isFinished,
  statusOf,
} from "../../src/generation/batch.ts";
import { type BatchEvent, step } from "../../src/generation/batch.machine.ts";
import { viewOf } from "../../src/generation/job-view.ts";
import { nextAlarm, tick } from "../../src/generation/timers.ts";
import { batchOf, seed } from "./kit.ts";

const dates = fc.constantFrom("2026-04-01", "2026-04-02", "2026-04-03");
const lease = {
  jobId: fc.integer({ min: 1, max: 4 }),
  run: fc.constantFrom("r1", "r2"),
  date: dates,
  attempt: fc.integer({ min: 1, max: 3 }),
};
const anyEvent: fc.Arbitrary<BatchEvent | { type: "tick" }> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ type: "tick" } as const) },
  { weight: 8, arbitrary: fc.record({ type: fc.constant("claim" as const), ...lease }) },
  fc.record({ type: fc.constant("renew" as const), ...lease }),
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant("complete" as const),
      ...lease,
      rows: fc.nat(3),
      warnings: fc.constant([]),
    }),
  },
  fc.record({
    type: fc.constant("fail" as const),
    ...lease,
    code: fc.constant("generator-failed" as const),
  }),
  fc.record({ type: fc.constant("cancel" as const), jobId: lease.jobId }),
  fc.record({ type: fc.constant("retry" as const), jobId: lease.jobId, run: lease.run }),
  fc.record({ type: fc.constant("forget" as const), jobId: fc.integer({ min: 3, max: 9 }) }),
  fc.record({
    type: fc.constant("answered" as const),
    jobId: lease.jobId,
    command: fc.constantFrom("cancel", "retry"),
  }),
  fc.record({
    type: fc.constant("start" as const),
    seed: lease.jobId.map((id) => seed(id, 2)),
    run: lease.run,
  }),
  fc.record({ type: fc.constant("doubt" as const), jobId: lease.jobId, version: fc.nat(9) }),
  fc.record({
    type: fc.constant("projected" as const),
    jobId: lease.jobId,
    version: fc.integer({ min: 2, max: 12 }),
  }),
);
const history = fc.array(fc.tuple(anyEvent, fc.nat(200_000)), { maxLength: 80 });

const DAY = 24 * 3_600_000;

function expectSound(before: Batch, now: Batch, event: { type: string }, clock: number): void {
  expect(inFlight(now)).toBeLessThanOrEqual(8);
  for (const job of now.jobs) {
    const view = viewOf(job);
    expect(view.progress_current).toBe(job.units.filter(isFinished).length);
    expect(isActive(job)).toBe(job.finishedAt === null);
    if (isActive(job) || isDirty(job)) expect(nextAlarm(now)).toBeLessThanOrEqual(clock + DAY);
    const was = before.jobs.find(({ id }) => id === job.id);
    if (!was || isActive(was) || event.type === "retry") continue;
    expect(statusOf(job)).toBe(statusOf(was));
    expect(job.units).toBe(was.units);
  }
}

it("holds after any history: total, eight in flight, ends absorb, progress is finished days", () => {
  fc.assert(
    fc.property(history, (events) => {
      let batch = batchOf(3, 3, 3, 2);
      let now = 0;
      for (const [event, pause] of events) {
        now += pause;
        const next = event.type === "tick" ? tick(batch, now).batch : step(batch, event, now);
        expectSound(batch, next, event, now);
        batch = next;
      }
    }),
    { numRuns: 300 },
  );
});
