import {
  type Batch,
  GATHER_MS,
  GIVE_UP_MS,
  IN_FLIGHT,
  inFlight,
  isActive,
  isDirty,
  type Job,
  KEEP_MS,
  REFRESH_MS,
  type Unit,
} from "./batch.ts";
import { settle } from "./batch.machine.ts";
import { giveUp, loseLease, send } from "./unit.ts";

/** One message to send. */
export interface WakeUp {
  jobId: number;
  run: string;
  date: string;
}

/** D1 knows the run: a worker's write would pass its fence. */
const mayBeSent = (job: Job): boolean => job.projected >= job.runVersion;

/** What the clock alone makes of a unit. */
function age(unit: Unit, now: number, leaseMs: number): Unit {
  if (unit.state === "leased" && unit.at <= now) return loseLease(unit, now);
  if (unit.state !== "sent") return unit;
  if (now - unit.sentAt >= GIVE_UP_MS) return giveUp(unit, "not-delivered");
  return unit.at <= now ? send(unit, now, leaseMs) : unit;
}

function mapUnits(batch: Batch, now: number, change: (unit: Unit, job: Job) => Unit): Batch {
  let same = true;
  const jobs = batch.jobs.map((job) => {
    const units = job.units.map((unit) => change(unit, job));
    if (units.every((unit, at) => unit === job.units[at])) return job;
    same = false;
    return settle(job, { ...job, units }, now);
  });
  return same ? batch : { ...batch, jobs };
}

/** Lets time pass: ends leases, gives up, sends again, and sends what is due while slots are free. */
export function tick(batch: Batch, now: number): { batch: Batch; wakeUps: WakeUp[] } {
  const aged = mapUnits(batch, now, (unit) => age(unit, now, batch.leaseMs));
  let slots = IN_FLIGHT - inFlight(aged);
  const sent = mapUnits(aged, now, (unit, job) => {
    const due = unit.state === "waiting" && unit.at <= now && mayBeSent(job);
    return due && slots-- > 0 ? send(unit, now, batch.leaseMs) : unit;
  });
  const before = new Map(batch.jobs.map((job) => [job.id, job]));
  const wakeUps = sent.jobs.flatMap((job) =>
    job.units
      .filter((unit, at) => unit.state === "sent" && unit !== before.get(job.id)?.units[at])
      .map(({ date }) => ({ jobId: job.id, run: job.run, date })),
  );
  return { batch: sent, wakeUps };
}

/** Jobs that D1 should hear of now: changed ones, and active ones that it has not heard of lately. */
export const toProject = (batch: Batch, now: number): Job[] =>
  now < batch.projectAfter
    ? []
    : batch.jobs.filter(
        (job) => isDirty(job) || (isActive(job) && job.projectedAt + REFRESH_MS <= now),
      );

function projectionTime(job: Job): number {
  if (!mayBeSent(job)) return job.dirtySince;
  if (isDirty(job)) return job.dirtySince + GATHER_MS;
  return isActive(job) ? job.projectedAt + REFRESH_MS : Infinity;
}

function unitTime(unit: Unit, job: Job, slotFree: boolean): number {
  if (unit.state === "waiting") return slotFree && mayBeSent(job) ? unit.at : Infinity;
  if (unit.state === "sent") return Math.min(unit.at, unit.sentAt + GIVE_UP_MS);
  return unit.state === "leased" ? unit.at : Infinity;
}

/** When nothing of the batch is needed any more: D1 knows the end of every job, and for long. */
export const overAt = ({ jobs }: Batch): number =>
  Math.max(
    // The platform sets no alarm at 0.
    1,
    ...jobs.map((job) =>
      isActive(job) || isDirty(job) ? Infinity : (job.finishedAt ?? 0) + KEEP_MS,
    ),
  );

/** When the batch must be looked at again. */
export function nextAlarm(batch: Batch): number {
  const slotFree = inFlight(batch) < IN_FLIGHT;
  const times = batch.jobs.flatMap((job) => [
    Math.max(projectionTime(job), batch.projectAfter),
    ...job.units.map((unit) => unitTime(unit, job, slotFree)),
  ]);
  return Math.min(overAt(batch), ...times);
}
