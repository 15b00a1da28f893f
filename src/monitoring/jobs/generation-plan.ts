import type { JobRow } from "#generation";
import type { BadFields } from "../errors/fault.ts";
import { dateFrom, daysIn } from "../report-dates.ts";
import { type GenerateFields, readGenerateFields } from "./generate-fields.ts";

export const MAX_DAYS = 90;

interface Days {
  /** Both included. */
  dateStart: string;
  dateEnd: string;
}

interface Refused {
  kind:
    | "invalid-date-combination"
    | "invalid-date-range"
    | "invalid-date-range-order"
    | "date-range-too-large"
    | "academy-filter-mismatch";
}

/** The keys that say which days, as they were sent. */
type SentDates = Pick<JobRow["params"], "date" | "date_start" | "date_end" | "days_back">;

export type GenerationPlan =
  | { kind: "invalid-body"; problems: BadFields }
  | Refused
  | ({ kind: "plan"; force: boolean; sentDates: SentDates } & Days);

const DATE_KEYS = ["date", "date_start", "date_end", "days_back"];

function rangeOf({ date_start: dateStart, date_end: dateEnd }: GenerateFields): Days | Refused {
  if (dateStart === undefined || dateEnd === undefined) return { kind: "invalid-date-range" };
  if (dateStart > dateEnd) return { kind: "invalid-date-range-order" };
  if (daysIn(dateStart, dateEnd) > MAX_DAYS) return { kind: "date-range-too-large" };
  return { dateStart, dateEnd };
}

/** The days up to and with yesterday. The limit goes first: no calendar holds 1e300 days. */
function lastDays(count: number, today: string): Days | Refused {
  if (count > MAX_DAYS) return { kind: "date-range-too-large" };
  return { dateStart: dateFrom(today, -count), dateEnd: dateFrom(today, -1) };
}

/** Exactly one way to say which days; either end alone already is the way of the range. */
function daysOf(fields: GenerateFields, today: string): Days | Refused {
  const { date, date_start, date_end, days_back } = fields;
  const [days, ...more] = [
    date === undefined ? [] : { dateStart: date, dateEnd: date },
    date_start === undefined && date_end === undefined ? [] : rangeOf(fields),
    days_back === undefined ? [] : lastDays(days_back, today),
  ].flat();
  return days && more.length === 0 ? days : { kind: "invalid-date-combination" };
}

const sentDatesOf = (body: object): SentDates =>
  Object.fromEntries(Object.entries(body).filter(([key]) => DATE_KEYS.includes(key)));

/**
 * What the body of a generation asks for; the first thing that is wrong with it, types of all
 * fields before anything else.
 * @param applied the academies that the caller asked for and may use.
 */
export function planGeneration(
  body: Readonly<Record<string, unknown>>,
  today: string,
  applied: readonly number[],
): GenerationPlan {
  const read = readGenerateFields(body);
  if (!read.ok) return { kind: "invalid-body", problems: read.problems };
  const { academy, force = false } = read.fields;
  const days = daysOf(read.fields, today);
  if ("kind" in days) return days;
  if (academy !== undefined && !applied.includes(academy)) {
    return { kind: "academy-filter-mismatch" };
  }
  return { kind: "plan", force, sentDates: sentDatesOf(body), ...days };
}
