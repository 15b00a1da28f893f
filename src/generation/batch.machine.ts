import {
  type Batch,
  canBeRetried,
  type Command,
  type FailureCode,
  isActive,
  isDirty,
  isFinished,
  isOpen,
  type Job,
  statusOf,
  type Unit,
  type Warning,
} from "./batch.ts";
import { type JobSeed, jobOf } from "./job-seed.ts";
import { cancel, claim, fail, finish, newUnit, renew } from "./unit.ts";

interface Lease {
  jobId: number;
  run: string;
  date: string;
  attempt: number;
}

export type BatchEvent =
  | { type: "start"; seed: JobSeed; run: string }
  | { type: "claim"; jobId: number; run: string; date: string }
  | ({ type: "renew" } & Lease)
  | ({ type: "complete"; rows: number; warnings: readonly Warning[] } & Lease)
  | ({ type: "fail"; code: FailureCode } & Lease)
  | { type: "cancel"; jobId: number }
  | { type: "retry"; jobId: number; run: string }
  /** The caller of the last command is being told. Another command may have come since. */
  | { type: "answered"; jobId: number; command: Command }
  /** Its row is gone from D1. */
  | { type: "forget"; jobId: number }
  /** D1 may have missed something: tell it again, above the version that it has. */
  | { type: "doubt"; jobId: number; version: number }
  | { type: "projected"; jobId: number; version: number }
  | { type: "projection-failed"; retryAt: number };

type UnitEvent = Extract<BatchEvent, { date: string }>;

/** The first change that D1 has not heard of counts: a busy job is told of all the same. */
const dirtySince = (job: Job, now: number): number => (isDirty(job) ? job.dirtySince : now);

/** What the projection would tell of a job beside its version. */
const visible = (job: Job): string =>
  `${statusOf(job)} ${job.run} ${job.units.filter(isFinished).length}`;

/** Stamps what follows from a change of units. Unseen changes (a lease, a sending) cost no version. */
export function settle(before: Job, after: Job, now: number): Job {
  if (visible(before) === visible(after)) return after;
  const finishedAt = isActive(after) ? null : now;
  return { ...after, version: before.version + 1, dirtySince: dirtySince(before, now), finishedAt };
}

function stepUnit(unit: Unit, event: UnitEvent, now: number, leaseMs: number): Unit {
  if (event.type === "claim") return unit.state === "sent" ? claim(unit, now, leaseMs) : unit;
  if (unit.state !== "leased" || unit.attempt !== event.attempt) return unit;
  if (event.type === "renew") return renew(unit, now, leaseMs);
  if (event.type === "fail") return fail(unit, event.code, now);
  return finish(unit, event.rows, event.warnings);
}

function workOnUnit(job: Job, event: UnitEvent, now: number, leaseMs: number): Job {
  const at = job.units.findIndex(({ date }) => date === event.date);
  const unit = job.units[at];
  if (!unit || job.run !== event.run) return job;
  const next = stepUnit(unit, event, now, leaseMs);
  if (next === unit) return job;
  const begins = next.state === "leased";
  const startedAt = begins ? (job.startedAt ?? now) : job.startedAt;
  const units = job.units.with(at, next);
  return settle(job, { ...job, units, startedAt, begun: job.begun || begins }, now);
}

function cancelJob(job: Job, now: number): Job {
  if (!isActive(job)) return job;
  const units = job.units.map((unit) => (isOpen(unit) ? cancel(unit) : unit));
  return settle(job, { ...job, units, owed: "cancel" }, now);
}

function retryJob(job: Job, run: string, now: number): Job {
  if (!canBeRetried(statusOf(job))) return job;
  const units = job.units.map((unit) => (unit.state === "done" ? unit : newUnit(unit.date, now)));
  const runVersion = job.version + 1;
  return settle(job, { ...job, units, run, startedAt: null, runVersion, owed: "retry" }, now);
}

function stepJob(
  job: Job,
  event: Exclude<BatchEvent, { seed: JobSeed } | { retryAt: number }>,
  now: number,
  leaseMs: number,
): Job | null {
  switch (event.type) {
    case "cancel":
      return cancelJob(job, now);
    case "retry":
      return retryJob(job, event.run, now);
    case "answered":
      return job.owed === event.command ? { ...job, owed: null } : job;
    case "forget":
      return null;
    case "doubt":
      return {
        ...job,
        version: Math.max(job.version, event.version) + 1,
        dirtySince: dirtySince(job, now),
      };
    case "projected":
      return { ...job, projected: Math.max(job.projected, event.version), projectedAt: now };
    default:
      return workOnUnit(job, event, now, leaseMs);
  }
}

/** Takes in a job; one that it knows stays as it is. */
function start(batch: Batch, seed: JobSeed, run: string, now: number): Batch {
  if (batch.jobs.some(({ id }) => id === seed.id)) return batch;
  const jobs = [...batch.jobs, jobOf(seed, run, now)].toSorted((a, b) => a.id - b.id);
  return { ...batch, jobs };
}

/** The next state. An event that no longer applies returns the same state. */
export function step(batch: Batch, event: BatchEvent, now: number): Batch {
  if (event.type === "start") return start(batch, event.seed, event.run, now);
  if (event.type === "projection-failed") return { ...batch, projectAfter: event.retryAt };
  const at = batch.jobs.findIndex(({ id }) => id === event.jobId);
  const job = batch.jobs[at];
  if (!job) return batch;
  const next = stepJob(job, event, now, batch.leaseMs);
  if (next === job) return batch;
  const jobs = next === null ? batch.jobs.toSpliced(at, 1) : batch.jobs.with(at, next);
  return { ...batch, jobs };
}
