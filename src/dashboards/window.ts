import { DAY_MS, utcDate, utcDay } from "#shared";
import { dayStart, localDay, UTC } from "./zones.ts";

/** One calendar day of a trend; `day` counts from 1970-01-01 in the window's zone. */
interface Bucket {
  day: number;
  start: number;
}

/** Instants `from ≤ t < end`; `end` is never after `now + 1 ms`. */
export interface Window {
  /** False: everything up to now, `from` being the earliest instant there is. */
  bounded: boolean;
  days: number;
  from: number;
  end: number;
  zone: string;
  /** The `period` of an answer. */
  period: Period;
  /** Of trends: consecutive days, oldest first. The last one ends at `end`. */
  buckets: readonly Bucket[];
}

export type Period = { days: number; since: string; from?: string; to?: string };

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const WEEKDAYS = "Sun Mon Tue Wed Thu Fri Sat".split(" ");

/** `Mar 1` of a day number. */
export function dayLabel(day: number): string {
  const date = new Date(day * DAY_MS);
  return `${MONTHS[date.getUTCMonth()] ?? ""} ${date.getUTCDate()}`;
}

/** `Mon` of a day number. */
export const weekdayLabel = (day: number): string =>
  WEEKDAYS[new Date(day * DAY_MS).getUTCDay()] ?? "";

/** `2026-03-01` of a day number. */
export const dayDate = (day: number): string => utcDate(day * DAY_MS);

/** `2026-03-01T00:00:00.000Z`. */
export const instant = (ms: number): string => new Date(ms).toISOString();

const bucketsOf = (first: number, count: number, zone: string): Bucket[] =>
  Array.from({ length: count }, (_, at) => ({
    day: first + at,
    start: dayStart(first + at, zone),
  }));

const since = (days: number, from: number): Period => ({ days, since: instant(from) });

/** The earliest instant that a Date can tell. */
const BEGINNING = -8_640_000_000_000_000;

export const unboundedWindow = (now: number): Window => ({
  bounded: false,
  days: 0,
  from: BEGINNING,
  end: now + 1,
  zone: UTC,
  period: since(0, BEGINNING),
  buckets: [],
});

/** `days` whole UTC days and today so far. */
export function daysWindow(now: number, days: number): Window {
  const from = (utcDay(now) - days) * DAY_MS;
  const period = since(days, from);
  return { bounded: true, days, from, end: now + 1, zone: UTC, period, buckets: [] };
}

/** Exactly `days` calendar days, today the last. */
export function trendWindow(now: number, days: number, zone: string): Window {
  const buckets = bucketsOf(localDay(now, zone) - days + 1, days, zone);
  const from = buckets[0]?.start ?? now;
  return { bounded: true, days, from, end: now + 1, zone, period: since(days, from), buckets };
}

/** `from ≤ t < to`, rows after now left out; trends have one bucket for each day touched. */
export function explicitWindow(
  range: { from: number; to: number },
  options: { now: number; zone: string; trend: boolean },
): Window {
  const { from, to } = range;
  const { now, zone, trend } = options;
  const days = Math.ceil((to - from) / DAY_MS);
  const first = localDay(from, zone);
  const buckets = trend ? bucketsOf(first, localDay(to - 1, zone) - first + 1, zone) : [];
  const period = { ...since(days, from), from: instant(from), to: instant(to) };
  return { bounded: true, days, from, end: Math.min(to, now + 1), zone, period, buckets };
}

/** The same time of day, so many local days before. */
function daysBefore(at: number, days: number, zone: string): number {
  const day = localDay(at, zone);
  return dayStart(day - days, zone) + (at - dayStart(day, zone));
}

/**
 * The window before. Of whole days and today: both ends back by one day more than `days`, so that
 * they do not overlap. Of trends: the same number of calendar days, the last cut where today is.
 * Of explicit ends: both back by the full length.
 */
export function previousWindow(window: Window): Window {
  const { days, zone, buckets, period } = window;
  const count = buckets.length;
  const to = period.to === undefined ? undefined : Date.parse(period.to);
  const step = to === undefined ? (days + 1) * DAY_MS : to - window.from;
  const back = (at: number) => (count > 0 ? daysBefore(at, count, zone) : at - step);
  const [first] = buckets;
  const from = back(window.from);
  const end = back(window.end - 1) + 1;
  const last = to === window.end ? end : end - 1;
  const ends = to === undefined ? {} : { from: instant(from), to: instant(last) };
  return {
    ...window,
    from,
    end,
    period: { ...since(days, from), ...ends },
    buckets: first ? bucketsOf(first.day - count, count, zone) : [],
  };
}
