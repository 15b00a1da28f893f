import { DAY_MS, utcDate, utcDay } from "#shared";

/** Days or weeks in a row, and the instants from the first to `asOf`. */
export interface Calendar {
  from: number;
  /** Exclusive. */
  end: number;
  /** First dates of the days or weeks. */
  dates: readonly string[];
}

const every = (first: number, step: number, many: number): string[] =>
  Array.from({ length: many }, (_, at) => utcDate((first + at * step) * DAY_MS));

/** So many calendar days (UTC), the last of them that of `asOf`. */
export function lastDays(asOf: number, days: number): Calendar {
  const first = utcDay(asOf) - days + 1;
  return { from: first * DAY_MS, end: asOf, dates: every(first, 1, days) };
}

/** Day 0 was a Thursday. */
const mondayOf = (day: number): number => Math.floor((day + 3) / 7) * 7 - 3;

/** So many calendar weeks (from Monday, UTC), the last of them that of `asOf`. */
export function lastWeeks(asOf: number, weeks: number): Calendar {
  const first = mondayOf(utcDay(asOf)) - (weeks - 1) * 7;
  return { from: first * DAY_MS, end: asOf, dates: every(first, 7, weeks) };
}

/** The Monday of the week of a date. */
export const weekOf = (date: string): string =>
  utcDate(mondayOf(utcDay(Date.parse(date))) * DAY_MS);

/** The sum of a value on each of the dates. */
export function onDates<Row>(
  dates: readonly string[],
  rows: readonly Row[],
  dateOf: (row: Row) => string,
  valueOf: (row: Row) => number,
): number[] {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(dateOf(row), (sums.get(dateOf(row)) ?? 0) + valueOf(row));
  return dates.map((date) => sums.get(date) ?? 0);
}

/** So many dates in a row, from the first. */
export const spanDates = (start: string, days: number): string[] =>
  every(utcDay(Date.parse(start)), 1, days);
