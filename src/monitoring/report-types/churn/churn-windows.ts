import { DAY_MS } from "#shared";
import { dateFrom, dayStart } from "../../report-dates.ts";

/** The windows of a report date (monitoring contract 7.1), as instants: from inclusive, end not. */
export function churnWindows(date: string) {
  const start = dayStart(date);
  const end = start + DAY_MS;
  return {
    start,
    end,
    current: end - 7 * DAY_MS,
    previous: end - 14 * DAY_MS,
    lookback: end - 30 * DAY_MS,
  };
}

/** The same windows as `details.windows` prints them: first and last day. */
export const printedWindows = (date: string) => ({
  current: { start: dateFrom(date, -6), end: date },
  previous: { start: dateFrom(date, -13), end: dateFrom(date, -7) },
  lookback: { start: dateFrom(date, -29), end: date },
});
