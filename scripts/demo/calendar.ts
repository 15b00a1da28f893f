const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Dates that hang on the day of loading, so that the demo is always about the last weeks. */
export interface Calendar {
  /** The instant `hours` into the UTC day `daysAgo`; negative days lie ahead. */
  at(daysAgo: number, hours: number): string;
  /** Whether that instant has passed. */
  isPast(daysAgo: number, hours: number): boolean;
  /** The UTC day `daysAgo`, as `2026-03-18`. */
  day(daysAgo: number): string;
  /** The ISO week of today, as `2026-W12`. */
  week: string;
}

/** The ISO week's Thursday decides its year. */
function isoWeek(dayStart: number): string {
  const weekday = (new Date(dayStart).getUTCDay() + 6) % 7;
  const thursday = new Date(dayStart + (3 - weekday) * DAY_MS);
  const yearStart = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = Math.floor((thursday.getTime() - yearStart) / DAY_MS / 7) + 1;
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}

export function createCalendar(now: Date): Calendar {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const instant = (daysAgo: number, hours: number) => today - daysAgo * DAY_MS + hours * HOUR_MS;
  const at = (daysAgo: number, hours: number) =>
    new Date(Math.round(instant(daysAgo, hours))).toISOString();
  return {
    at,
    isPast: (daysAgo, hours) => instant(daysAgo, hours) <= now.getTime(),
    day: (daysAgo) => at(daysAgo, 0).slice(0, 10),
    week: isoWeek(today),
  };
}
