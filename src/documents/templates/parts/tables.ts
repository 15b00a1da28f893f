import { chartBlock, type Chart } from "../../formats/charts/chart.ts";
import { markdownText } from "../../markdown-text.ts";
import { NO_VALUE, whole } from "./numbers.ts";

export const NO_DATA = "No data for this period.";

/** A column: its heading, and what a row has there. Numbers stand right. */
export interface Column<Row> {
  heading: string;
  number?: true;
  of: (row: Row) => string | null;
}

export const words = <Row>(
  heading: string,
  of: (row: Row) => string | null | undefined,
): Column<Row> => ({ heading, of: (row) => of(row) ?? null });

export const figures = <Row>(heading: string, of: (row: Row) => string): Column<Row> => ({
  heading,
  number: true,
  of,
});

const cell = (text: string | null): string =>
  text === null || text === ""
    ? NO_VALUE
    : markdownText(text.replaceAll(/\s+/g, " ").trim()).replaceAll("|", "\\|");

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/**
 * A table, or that there is nothing to show.
 * @param total how many rows there are of which these are the first: a cut table says so
 */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  total = rows.length,
): string {
  if (rows.length === 0) return NO_DATA;
  const lines = [
    line(columns.map(({ heading }) => cell(heading))),
    line(columns.map(({ number }) => (number ? "---:" : ":---"))),
    ...rows.map((row) => line(columns.map((column) => cell(column.of(row))))),
  ];
  const cut = total > rows.length ? `\n\nShowing ${whole(rows.length)} of ${whole(total)}.` : "";
  return `${lines.join("\n")}${cut}`;
}

/** Names and values, one beside the other. */
export const pairs = (rows: readonly (readonly [name: string, value: string])[]): string =>
  table(rows, [words("Measure", ([name]) => name), figures("Value", ([, value]) => value)]);

const MOST_POINTS = 400;

/** A series that is so much lower than another would lie flat on the axis. */
const FURTHEST_APART = 20;

function fitTogether({ x, series }: Chart): boolean {
  const peaks = series
    .map(({ values }) => Math.max(...values.map((value) => Math.abs(value ?? 0))))
    .filter((peak) => peak > 0);
  const isFar = Math.max(...peaks) > FURTHEST_APART * Math.min(...peaks);
  return x.length * series.length <= MOST_POINTS && !isFar;
}

/** Where series together are too many points or too different in size, each has its own chart. */
function charts({ series, ...chart }: Chart): string[] {
  if (fitTogether({ ...chart, series })) return [chartBlock({ ...chart, series })];
  const filled = series.filter(({ values }) => values.some(Boolean));
  return filled.map((one) =>
    chartBlock({ ...chart, title: `${chart.title}: ${one.name}`, series: [one] }),
  );
}

const LONGEST_LABEL = 200;

interface FigureTable {
  /** Of the column that says what each point is. */
  heading: string;
  /** How the numbers are printed. */
  written?: (value: number | null) => string;
  /** Columns beside the chart's own numbers, by the place of the point. */
  more?: readonly Column<number>[];
}

/**
 * A chart with the table of its numbers under it; without any number other than 0 there is nothing
 * to draw, and a line needs two points.
 */
export function figure(chart: Chart, { heading, written = whole, more = [] }: FigureTable): string {
  if (!chart.series.some(({ values }) => values.some(Boolean))) return NO_DATA;
  const x = chart.x.map((label) => String(label).slice(0, LONGEST_LABEL).toWellFormed());
  const columns = [
    words<number>(heading, (at) => x[at]),
    ...chart.series.map(({ name, values }) =>
      figures<number>(name, (at) => written(values[at] ?? null)),
    ),
    ...more,
  ];
  const points = x.map((_, at) => at);
  const drawn = x.length === 1 && chart.type === "line" ? [] : charts({ ...chart, x });
  return [...drawn, table(points, columns)].join("\n\n");
}

/** A subsection. */
export const part = (heading: string, body: string): string => `### ${heading}\n\n${body}`;

/** Paragraphs, tables and subsections, one under the other. */
export const stack = (...blocks: readonly string[]): string => blocks.join("\n\n");
