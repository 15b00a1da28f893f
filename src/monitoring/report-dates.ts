import { utcDate } from "#shared";

/** Whether a text is a real date from the year 1000 on, YYYY-MM-DD. */
export function isReportDate(text: string): boolean {
  if (!/^[1-9]\d{3}-\d\d-\d\d$/.test(text)) return false;
  // Date.parse takes 30 February for 1 March.
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && utcDate(ms) === text;
}

/** The number of days from one date to another, both included; below 1 when they are the wrong way round. */
export const daysIn = (start: string, end: string): number =>
  (Date.parse(end) - Date.parse(start)) / 86_400_000 + 1;
