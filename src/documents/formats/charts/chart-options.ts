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

const axisLabel = { ...FONT, color: PALETTE.muted };

/** A chart as ECharts draws it: no title of its own, for the caption above it says it. */
export function chartOptions(chart: Chart): EChartsCoreOption {
  const lying = isLying(chart);
  const category = {
    type: "category",
    data: chart.x.map((label) => shortened(String(label))),
    inverse: lying,
    boundaryGap: chart.type !== "line",
    axisLabel: { ...axisLabel, hideOverlap: true, ...(lying && { interval: 0 }) },
    axisLine: { lineStyle: { color: PALETTE.muted } },
    axisTick: { show: false },
  };
  const value = {
    type: "value",
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
