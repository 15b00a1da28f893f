import { type CsvTable, tableOf } from "./csv-table.ts";
import { dayDate, dayLabel, type Window } from "./window.ts";

/** The buckets of a trend, each with its label and what was counted on its day, if anything. */
export function byBucket<T extends { day: number }>({ buckets }: Window, rows: readonly T[]) {
  const byDay = new Map(rows.map((row) => [row.day, row]));
  return buckets.map(({ day }) => ({ name: dayLabel(day), counted: byDay.get(day) }));
}

/** Rows of a trend as CSV: their dates come first, for labels do not tell the year. */
export function datedTable(
  schema: { shape: object },
  data: readonly object[],
  { buckets }: Window,
): CsvTable {
  const { columns, rows } = tableOf(schema, data);
  const dated = rows.map((row, at) => [dayDate(buckets[at]?.day ?? 0), ...row]);
  return { columns: ["date", ...columns], rows: dated };
}

/** Rows that are compared by their place. */
export const positions = (data: readonly object[]) =>
  data.map((row, at) => ({ key: String(at), row }));
