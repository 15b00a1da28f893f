import { type SQL, sql } from "drizzle-orm";
import { DAY_MS } from "#shared";
import { dayStart } from "./report-dates.ts";

/** One day of one academy to be generated. */
export interface DayRun {
  tenantId: string;
  academyId: number;
  /** The report date, YYYY-MM-DD. */
  date: string;
  /** Milliseconds since the epoch: stamped on what is new. */
  now: number;
  /** The UTC day of `now`, YYYY-MM-DD. */
  today: string;
  /** Whether this day decides about alerts; one day of a job does. */
  alertDay: boolean;
  /** The database's clock when the reading for this write began. */
  readAt: number;
  /**
   * Whether the caller may still write, as a condition of SQL with its values bound. Every statement
   * that changes something repeats it. Absent: it may.
   */
  guard?: SQL;
}

/** Whether a time column lies on a date (UTC). */
export const onDate = (time: SQL, date: string): SQL =>
  sql`${time} >= ${dayStart(date)} AND ${time} < ${dayStart(date) + DAY_MS}`;

/** A time column as contracts print it: a fraction only where it is not zero, null as null. */
export const printedTime = (ms: SQL): SQL => {
  // Remainders of negative numbers are negative: times before 1970 need the detour.
  const fraction = sql`((${ms} % 1000) + 1000) % 1000`;
  return sql`strftime('%Y-%m-%dT%H:%M:%S', (${ms} - ${fraction}) / 1000, 'unixepoch')
    || CASE ${fraction} WHEN 0 THEN '' ELSE printf('.%03d', ${fraction}) END || 'Z'`;
};
