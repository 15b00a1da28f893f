import { DAY_MS, utcDate, utcDay } from "#shared";

interface Period {
  type: "daily" | "weekly" | "monthly" | "quarterly";
  key: string;
  start: number;
  end: number;
}

/** ISO 8601: weeks begin on Monday and belong to the year that their Thursday lies in. */
function weekAt(day: number): Period {
  const monday = day - ((new Date(day * DAY_MS).getUTCDay() + 6) % 7);
  const year = new Date((monday + 3) * DAY_MS).getUTCFullYear();
  const week = Math.floor((monday + 3 - utcDay(Date.UTC(year, 0, 1))) / 7) + 1;
  const key = `${year}-W${String(week).padStart(2, "0")}`;
  return { type: "weekly", key, start: monday * DAY_MS, end: (monday + 7) * DAY_MS };
}

/** The UTC day, week, month and quarter that an instant lies in, as budgets name them. */
export function periodsAt(now: number): Period[] {
  const day = utcDay(now);
  const date = utcDate(now);
  const instant = new Date(now);
  const [year, month] = [instant.getUTCFullYear(), instant.getUTCMonth()];
  const first = Math.floor(month / 3) * 3;
  return [
    { type: "daily", key: date, start: day * DAY_MS, end: (day + 1) * DAY_MS },
    weekAt(day),
    {
      type: "monthly",
      key: date.slice(0, "2026-03".length),
      start: Date.UTC(year, month),
      end: Date.UTC(year, month + 1),
    },
    {
      type: "quarterly",
      key: `${year}-Q${first / 3 + 1}`,
      start: Date.UTC(year, first),
      end: Date.UTC(year, first + 3),
    },
  ];
}
