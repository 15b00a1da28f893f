import type { EChartsCoreOption } from "echarts/core";
import { PALETTE, SERIES_COLOURS } from "../palette.ts";
import type { Chart } from "./chart.ts";

const FONT = { fontFamily: "Inter, sans-serif", fontSize: 11 };

const MAX_LYING_BARS = 24;
const LONG_LABEL = 14;

/** Long names are read beside a bar, not below one. */
export const isLying = ({ type, x }: Chart): boolean =>
  type === "bar" &&
  x.length <= MAX_LYING_BARS &&
  x.some((label) => typeof label === "string" && label.length > LONG_LABEL);

const shortened = (label: string): string => (label.length > 32 ? `${label.slice(0, 31)}…` : label);

const DATE = new Intl.DateTimeFormat("en-US", { month: "short", day: "numeric", timeZone: "UTC" });

/** A date as `Oct 24`, anything else as it is: an axis has little room. */
const tick = (label: string): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(label) && !Number.isNaN(Date.parse(label))
    ? DATE.format(Date.parse(label))
    : shortened(label);

const grouped = (value: number): string => value.toLocaleString("en-US");

function seriesOf(chart: Chart): object[] {
  return chart.series.map(({ name, values }) =>
    chart.type === "line"
      ? {
          name,
          type: "line",
          data: values,
          showSymbol: values.length <= 31,
          symbol: "circle",
          symbolSize: 5,
          lineStyle: { width: 2 },
        }
      : {
          name,
          type: "bar",
          data: values,
          barCategoryGap: chart.type === "histogram" ? "4%" : "38%",
          barMaxWidth: chart.type === "histogram" ? undefined : 34,
        },
  );
}

/** Lines that run in the upper third show their shape only without the rest of the axis. */
function isFarFromZero({ type, series }: Chart): boolean {
  const values = series.flatMap((one) => one.values).filter((value) => value !== null);
  return type === "line" && Math.min(...values) > Math.max(...values) * (2 / 3);
}

/** Of what is counted there are no halves. */
const isCounted = ({ series }: Chart): boolean =>
  series.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)));

const axisLabel = { ...FONT, color: PALETTE.muted };

/** A chart as ECharts draws it: no title of its own, for the caption above it says it. */
export function chartOptions(chart: Chart): EChartsCoreOption {
  const lying = isLying(chart);
  const category = {
    type: "category",
    data: chart.x.map((label) => tick(String(label))),
    inverse: lying,
    boundaryGap: chart.type !== "line",
    axisLabel: { ...axisLabel, hideOverlap: true, ...(lying && { interval: 0 }) },
    axisLine: { lineStyle: { color: PALETTE.muted } },
    axisTick: { show: false },
  };
  const value = {
    type: "value",
    scale: isFarFromZero(chart),
    minInterval: isCounted(chart) ? 1 : 0,
    axisLabel: { ...axisLabel, formatter: grouped },
    splitLine: { lineStyle: { color: PALETTE.line } },
  };
  const named = chart.series.length > 1;
  return {
    animation: false,
    color: SERIES_COLOURS,
    textStyle: FONT,
    legend: {
      show: named,
      top: 0,
      left: 0,
      itemWidth: 14,
      itemHeight: 9,
      itemGap: 26,
      icon: "roundRect",
      textStyle: { ...FONT, color: PALETTE.text },
    },
    grid: {
      left: lying ? 14 : 4,
      right: 18,
      top: named ? 36 : 12,
      bottom: 4,
      outerBoundsMode: "same",
    },
    xAxis: lying ? value : category,
    yAxis: lying ? category : value,
    series: seriesOf(chart),
  };
}
