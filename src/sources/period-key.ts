const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const WEEK = /^(\d{4})-W(\d{2})$/;
const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;
const QUARTER = /^\d{4}-Q[1-4]$/;

function isDay(key: string): boolean {
  const [, year, month, day] = DAY.exec(key) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.toISOString().startsWith(key);
}

/** Whether an ISO year has 53 weeks: it starts on a Thursday, or on a Wednesday in a leap year. */
function weeksIn(year: number): number {
  const first = new Date(Date.UTC(year, 0, 1)).getUTCDay();
  const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  return first === 4 || (first === 3 && leap) ? 53 : 52;
}

function isWeek(key: string): boolean {
  const [, year, week] = WEEK.exec(key) ?? [];
  return year !== undefined && Number(week) >= 1 && Number(week) <= weeksIn(Number(year));
}

const FITS = {
  daily: isDay,
  weekly: isWeek,
  monthly: (key: string) => MONTH.test(key),
  quarterly: (key: string) => QUARTER.test(key),
};

/** `2026-03-18` daily, `2026-W12` weekly (ISO 8601), `2026-03` monthly, `2026-Q1` quarterly. */
export const fitsPeriod = (type: keyof typeof FITS, key: string): boolean => FITS[type](key);
