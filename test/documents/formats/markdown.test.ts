import { describe, expect, it } from "vitest";
import { chartBlock } from "../../../src/documents/formats/charts/chart.ts";
import { renderMarkdown } from "../../../src/documents/formats/markdown/render-markdown.ts";
import { elementsOf, htmlOf } from "./kit.ts";

const SOURCES = "\n\n## Sources\n\n1. One\n2. Two\n\n## Later\n\n1. No source\n";

describe("citations", () => {
  it("lead to their entry in Sources", async () => {
    const html = await htmlOf(`A [1]. B [2][1].${SOURCES}`);
    expect(html).toContain('A\u00A0<a href="#source-1" class="citation">[1]</a>.');
    expect(html.match(/class="citation"/g)).toHaveLength(3);
    expect(html).toContain('<li id="source-2">Two</li>');
    expect(html.match(/id="source-/g)).toHaveLength(2);
  });

  it.each([
    ["of no entry", "A [3] [0] [99999]."],
    ["in code", "`x[1]` and\n\n    y[1]"],
    ["in fenced code", "```sql\nx[1]\n```"],
    ["in escaped brackets", String.raw`A \[1\].`],
    ["in a link", "[see [1] there](https://a.test)"],
    ["in a heading", "### Part [1]"],
  ])("stay text %s", async (_, markdown) => {
    expect(await htmlOf(markdown + SOURCES)).not.toContain("citation");
  });

  it("are text in a document without Sources", async () => {
    expect(await htmlOf("A [1].\n\n1. x")).toContain("A [1].");
  });
});

describe("headings", () => {
  it("have ids of their own, which no source or footnote has", async () => {
    const markdown =
      "## A b\n## A b\n## Übersicht & Ziel\n## Что\n## Source 1\n## Что\n## fn1\n## a-b-1\n## A b";
    const { headings } = await renderMarkdown(markdown);
    expect(headings.map(({ id }) => id)).toEqual([
      "a-b",
      "a-b-1",
      "ubersicht-ziel",
      "section",
      "section-source-1",
      "section-1",
      "section-fn1",
      "a-b-1-1",
      "a-b-2",
    ]);
  });

  it("stand below the title, and are told as they are read", async () => {
    const { headings } = await renderMarkdown("# A *b* `c`\n\n### D\\_e [f](https://g.test)");
    expect(headings).toEqual([
      { level: 2, id: "a-b-c", text: "A b c" },
      { level: 3, id: "d-e-f", text: "D_e f" },
    ]);
  });
});

describe("charts", () => {
  const chart = {
    type: "bar" as const,
    title: 'Losses <"2025">',
    x: ["Jan", "Feb"],
    series: [{ name: "South & north", values: [1, null] }],
  };

  it("are drawn with their words in them, and say what they show", async () => {
    const html = await htmlOf(chartBlock(chart));
    const svg = (await elementsOf(html)).find(({ tag }) => tag === "svg");
    expect(svg?.attributes.get("role")).toBe("img");
    expect(html).toContain(
      'aria-label="Bar chart: Losses &lt;&quot;2025&quot;&gt;. South &amp; north; 2 points, Jan to Feb."',
    );
    expect(html).toContain(">Feb</text>");
    expect(html).toContain("<figcaption>Losses &lt;&quot;2025&quot;&gt;</figcaption>");
  });

  it.each(["bar", "line", "histogram"] as const)(
    "of type %s cannot break out of their picture",
    async (type) => {
      const evil = "</svg><script>alert(1)</script>\"'";
      const html = await htmlOf(
        chartBlock({
          type,
          title: evil,
          x: [evil, "b"],
          series: [
            { name: evil, values: [1, 2] },
            { name: "b", values: [2, 1] },
          ],
        }),
      );
      expect((await elementsOf(html)).map(({ tag }) => tag)).not.toContain("script");
    },
  );

  it.each([
    ["no JSON", "{"],
    ["another type", JSON.stringify({ ...chart, type: "pie" })],
    ["a value short", JSON.stringify({ ...chart, series: [{ name: "a", values: [1] }] })],
    [
      "above 400 points",
      JSON.stringify({
        ...chart,
        x: Array(401).fill("a"),
        series: [{ name: "a", values: Array(401).fill(1) }],
      }),
    ],
  ])("with %s are shown as written", async (_, text) => {
    const html = await htmlOf(`\`\`\`chart\n${text}\n\`\`\``);
    expect(html).toContain("<pre><code>");
    expect(html).not.toContain("<svg");
  });
});

describe("tables", () => {
  const classes = async (markdown: string) =>
    (await elementsOf(await htmlOf(markdown)))
      .filter(({ tag }) => tag === "td")
      .map(({ attributes }) => attributes.get("class") ?? "");

  it("have their numbers on the right, and names and days on the left", async () => {
    const rows =
      "| 2024 | 1,204 | 12.5% | –0.30 | $5.00 | yes |\n| 2025 | – | –3% | +2 | 4 kg | 3 |";
    const row = ["", "right", "right", "right", "right", ""];
    expect(await classes(`| a | b | c | d | e | f |\n|---|---|---|---|---|---|\n${rows}`)).toEqual([
      ...row,
      ...row,
    ]);
  });

  it("keep the alignment that they ask for", async () => {
    expect(await classes("| a | b |\n|:---:|:---|\n| 1 | 2 |")).toEqual(["center", "left"]);
  });

  it("name their columns", async () => {
    expect(await htmlOf("| a |\n|---|\n| 1 |")).toContain('<th scope="col">a</th>');
  });
});

describe("the rest of GitHub's markdown", () => {
  it("has tasks, strikethrough and footnotes", async () => {
    const html = await htmlOf("- [x] a\n- [ ] b\n\n~~c~~ d[^1] e[^1]\n\n[^1]: f");
    expect(html.match(/aria-label="(?:done|open)"/g)).toEqual([
      'aria-label="done"',
      'aria-label="open"',
    ]);
    expect(html).toContain("<s>c</s>");
    expect(html).toContain('<sup class="footnote-ref"><a href="#fn1" id="fnref1">1</a></sup>');
    expect(html).toContain('<a href="#fnref1:1" class="footnote-backref">↑</a>');
  });

  it("colours code and changes none of it", async () => {
    const html = await htmlOf('```sql\nSELECT "a" -- <b>\n  FROM t\n```\n\n```klingon\n<x>\n```');
    expect(html).toContain('<span class="hljs-keyword">SELECT</span>');
    expect(html.replaceAll(/<[^>]+>/g, "")).toContain(
      "SELECT &quot;a&quot; -- &lt;b&gt;\n  FROM t\n",
    );
    expect(html).toContain("<pre><code>&lt;x&gt;\n</code></pre>");
  });

  it("puts each section into an element of its name", async () => {
    const html = await htmlOf("## About this document\n\na\n\n### b\n\n## Next\n\nc");
    expect(html).toMatch(
      /<section class="about-this-document">[^]*<h3[^]*<\/section>\s*<section class="next">[^]*<\/section>/,
    );
  });
});

describe("the shape of tables", () => {
  const tableOf = (columns: number, rows: number, cell = "1") => {
    const line = (text: string) => `|${`${text}|`.repeat(columns)}\n`;
    return `${line("h")}${line("-")}${line(cell).repeat(rows)}`;
  };
  const classOf = async (markdown: string) =>
    (await elementsOf(await htmlOf(markdown)))
      .find(({ tag }) => tag === "table")
      ?.attributes.get("class");

  it("keeps few rows on one page, and sets many columns smaller", async () => {
    expect(await classOf(tableOf(3, 6))).toBe("short");
    expect(await classOf(tableOf(3, 7))).toBeUndefined();
    expect(await classOf(tableOf(7, 7))).toBe("wide");
    expect(await classOf(tableOf(14, 2))).toBe("wide dense short");
  });

  it("sets long tables of two short columns beside themselves, each on its own", async () => {
    const html = await htmlOf(`${tableOf(2, 30)}\nText\n\n${tableOf(2, 5)}\n${tableOf(3, 30)}`);
    expect(html.match(/<div class="columns">\n?<table>/g)).toHaveLength(1);
    expect(html.indexOf("</table>\n</div>")).toBeLessThan(html.indexOf("Text"));
    expect(html.match(/<\/div>/g)).toHaveLength(1);
    expect(await htmlOf(tableOf(2, 30, "a cell with many more words"))).not.toContain("columns");
  });
});
