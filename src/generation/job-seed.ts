import { DAY_MS, utcDate } from "#shared";
import { isActiveStatus, type Job, type JobStatus, type Warning } from "./batch.ts";
import { doneUnit, newUnit } from "./unit.ts";

/** What D1 knows of a job, enough to run it or to go on with it. */
export interface JobSeed {
  id: number;
  reportType: string;
  academyId: number;
  dateStart: string;
  dateEnd: string;
  alertDay: string | null;
  version: number;
  status: JobStatus;
  begun: boolean;
  startedAt: number | null;
  done: readonly { date: string; rows: number }[];
  warnings: readonly Warning[];
}

/** Every day from one to the other, both included. */
function datesBetween(start: string, end: string): string[] {
  const days = Math.round((Date.parse(end) - Date.parse(start)) / DAY_MS) + 1;
  return Array.from({ length: days }, (_, at) => utcDate(Date.parse(start) + at * DAY_MS));
}

/**
 * The days of a job finish in any order, so one alone evaluates alerts: the newest of its range
 * that is not after the day on which it was created; none when the whole range is ahead.
 */
export function alertDayOf(dateStart: string, dateEnd: string, createdAt: number): string | null {
  const created = utcDate(createdAt);
  if (dateStart > created) return null;
  return dateEnd < created ? dateEnd : created;
}

/** A job under a new run: days that are done stay done, the others wait. */
export function jobOf(seed: JobSeed, run: string, now: number): Job {
  const units = datesBetween(seed.dateStart, seed.dateEnd).map((date) => {
    const done = seed.done.find((day) => day.date === date);
    const warnings = seed.warnings.filter((warning) => warning.date === date);
    return done ? doneUnit(date, done.rows, warnings) : newUnit(date, now);
  });
  const version = seed.version + 1;
  return {
    id: seed.id,
    reportType: seed.reportType,
    academyId: seed.academyId,
    alertDay: seed.alertDay,
    run,
    units,
    begun: seed.begun,
    startedAt: seed.startedAt,
    finishedAt: units.every(({ state }) => state === "done") ? now : null,
    version,
    dirtySince: now,
    runVersion: version,
    // Only a retry brings in a job that D1 shows as ended.
    owed: isActiveStatus(seed.status) ? null : "retry",
    projected: 0,
    projectedAt: 0,
  };
}
