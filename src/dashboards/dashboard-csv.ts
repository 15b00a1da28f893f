import { type CsvCell, csvLines, csvText } from "#shared";
import type { RowDelta } from "./comparison.ts";
import type { DashboardType } from "./dashboard-type.ts";
import type { DashboardRequest } from "./request.ts";
import { instant, type Window } from "./window.ts";

/** Percentages are text in JSON and numbers to a spreadsheet, a negative one too. */
const PERCENTAGE = /^-?\d+\.\d$/;
const PERCENTAGES = ["conversionRate", "effectiveness", "burnRate"];

function cell(column: string, value: CsvCell): CsvCell {
  if (typeof value !== "string") return value;
  return PERCENTAGES.includes(column) && PERCENTAGE.test(value) ? value : csvText(value);
}

const deltaColumns = ({ compare }: DashboardType): string[] =>
  Object.keys(compare?.fields ?? {}).flatMap((name) => [
    `${name}Previous`,
    `${name}Abs`,
    `${name}Pct`,
  ]);

const deltaCells = (type: DashboardType, delta: RowDelta = {}): CsvCell[] =>
  Object.keys(type.compare?.fields ?? {}).flatMap((name) => {
    const { previous = null, abs = null, pct = null } = delta[name] ?? {};
    return [previous, abs, pct];
  });

/** An answer as CSV; with a comparison, its columns come last. */
export function dashboardCsv(
  { type, window }: DashboardRequest,
  result: object,
  deltas?: readonly RowDelta[],
): string {
  const { columns, rows } = type.csv(result, window);
  const lines = rows.map((row, at) => [
    ...row.map((value, place) => cell(columns[place] ?? "", value)),
    ...(deltas ? deltaCells(type, deltas[at]) : []),
  ]);
  return csvLines([[...columns, ...(deltas ? deltaColumns(type) : [])], ...lines]);
}

const compact = (ms: number): string => instant(ms).replaceAll(/[-:]|\.\d+/g, "");

/** `almanac_<type>_<from>_<now>.csv`, without from where there is no window. */
export function csvFileName(name: string, window: Window, now: number): string {
  const from = window.bounded ? [compact(window.from).slice(0, "20260301".length)] : [];
  return `${["almanac", name, ...from, compact(now)].join("_")}.csv`;
}
