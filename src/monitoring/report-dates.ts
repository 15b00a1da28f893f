import { DAY_MS, utcDate } from "#shared";

/** Whether a text is a real date from the year 1000 on, YYYY-MM-DD. */
export function isReportDate(text: string): boolean {
  if (!/^[1-9]\d{3}-\d\d-\d\d$/.test(text)) return false;
  // Date.parse takes 30 February for 1 March.
  const ms = dayStart(text);
  return !Number.isNaN(ms) && utcDate(ms) === text;
}

/** 00:00Z of a date, in milliseconds. */
export const dayStart = (date: string): number => Date.parse(`${date}T00:00:00Z`);

/** The date some days from another. */
export const dateFrom = (date: string, days: number): string =>
  utcDate(dayStart(date) + days * DAY_MS);

/** The number of days from one date to another, both included; below 1 when they are the wrong way round. */
export const daysIn = (start: string, end: string): number =>
  (dayStart(end) - dayStart(start)) / DAY_MS + 1;
