import type { Token } from "markdown-it";
import { drawChart } from "../charts/draw-chart.ts";
import { readChart } from "../charts/chart.ts";
import { escapeHtml } from "../escape-html.ts";
import { highlight } from "./highlight.ts";

/** A chart costs some 15 ms, colours a few; a document with more of them shows the rest as text. */
const MAX_CHARTS = 100;
const MAX_HIGHLIGHTED = 500;

const languageOf = ({ info }: Token): string =>
  /^\s*([\w+#-]*)/.exec(info)?.[1]?.toLowerCase() ?? "";

const codeBlock = (html: string): string => `<pre><code>${html}</code></pre>\n`;

/** What each fence of a document becomes: a chart, coloured code, or plain code. */
export async function renderFences(tokens: readonly Token[]): Promise<Map<Token, string>> {
  const rendered = new Map<Token, string>();
  let charts = 0;
  for (const token of tokens) {
    if (token.type !== "fence") continue;
    const chart = languageOf(token) === "chart" ? readChart(token.content) : undefined;
    if (chart && charts < MAX_CHARTS) {
      charts += 1;
      rendered.set(token, await drawChart(chart));
      continue;
    }
    const language = rendered.size < MAX_HIGHLIGHTED ? languageOf(token) : "";
    const html = await highlight(token.content, language);
    rendered.set(token, codeBlock(html ?? escapeHtml(token.content)));
  }
  return rendered;
}
