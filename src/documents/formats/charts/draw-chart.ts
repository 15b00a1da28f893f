import type * as Core from "echarts/core";
import { escapeHtml } from "../escape-html.ts";
import type { Chart } from "./chart.ts";
import { chartOptions, isLying } from "./chart-options.ts";

/** In the page's pixels; the page scales it to the width of its text. */
const WIDTH = 640;
const HEIGHT = 236;
const LYING_BAR = 17;

let created: Promise<typeof Core> | undefined;

async function createEcharts(): Promise<typeof Core> {
  const [core, charts, components, renderers] = await Promise.all([
    import("echarts/core"),
    import("echarts/charts"),
    import("echarts/components"),
    import("echarts/renderers"),
  ]);
  const { BarChart, LineChart } = charts;
  const { GridComponent, LegendComponent } = components;
  core.use([BarChart, LineChart, GridComponent, LegendComponent, renderers.SVGRenderer]);
  return core;
}

function heightOf(chart: Chart): number {
  if (!isLying(chart)) return HEIGHT;
  return 60 + chart.x.length * (10 + chart.series.length * LYING_BAR);
}

const KINDS = { bar: "Bar chart", line: "Line chart", histogram: "Histogram" } as const;

/** What is heard in the place of a chart; its numbers are in the table that follows it. */
function spoken({ type, title, x, series }: Chart): string {
  const names = series.map(({ name }) => name).join(", ");
  const span = `${x.length} ${x.length === 1 ? "point" : "points"}, ${x[0]} to ${x.at(-1)}`;
  return `${KINDS[type]}: ${title}. ${names}; ${span}.`;
}

/** A figure with the chart as SVG inside. */
export async function drawChart(chart: Chart): Promise<string> {
  const { init } = await (created ??= createEcharts());
  const size = { width: WIDTH, height: heightOf(chart) };
  const canvas = init(null, null, { renderer: "svg", ssr: true, ...size });
  canvas.setOption(chartOptions(chart));
  const svg = canvas.renderToSVGString();
  canvas.dispose();
  const label = `<svg role="img" aria-label="${escapeHtml(spoken(chart))}" `;
  const caption = `<figcaption>${escapeHtml(chart.title)}</figcaption>`;
  return `<figure class="chart">${caption}${svg.replace("<svg ", label)}</figure>\n`;
}
