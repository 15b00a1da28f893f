import { describe, expect, it } from "vitest";
import { blocksOf, type ContentType } from "../../src/honey-jars/document-blocks.ts";
import { cutPassages } from "../../src/honey-jars/passages.ts";

const cut = async (type: ContentType, content: string) =>
  cutPassages(await blocksOf(type, content), content.length);

const sentence = (n: number) => `Sentence ${n} says something of moderate length about pumps.`;
const prose = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => sentence(from + index)).join(" ");

describe("a markdown document", () => {
  it("is cut at headings, and each passage knows the headings above it", async () => {
    const passages = await cut(
      "text/markdown",
      "Before.\n\n# A\n\nOne.\n\n## B\n\nTwo.\n\n### C\n\nThree.\n\n## D\n\nFour.\n",
    );
    expect(passages).toEqual([
      { ordinal: 0, heading_path: "", text: "Before." },
      { ordinal: 1, heading_path: "A", text: "One." },
      { ordinal: 2, heading_path: "A > B", text: "Two." },
      { ordinal: 3, heading_path: "A > B > C", text: "Three." },
      { ordinal: 4, heading_path: "A > D", text: "Four." },
    ]);
  });

  it("loses its link and emphasis marks and keeps its words", async () => {
    const [passage] = await cut(
      "text/markdown",
      "See **the [guide](https://example.com/g)** for\n_more_ `code`, ![a pump](p.png) &amp; \\*stars\\*.\n\n[ref]: https://example.com\n",
    );
    expect(passage?.text).toBe("See the guide for more code, a pump & *stars*.");
  });

  it("keeps list items as lines, nested ones to the right", async () => {
    const [passage] = await cut(
      "text/markdown",
      "Do:\n\n- one\n- two\n  1. inner\n  2. more\n\n     still\n- three\n",
    );
    expect(passage?.text).toBe("Do:\n\n- one\n- two\n  1. inner\n  2. more\n    still\n- three");
  });

  it("fills a passage with whole paragraphs", async () => {
    const passages = await cut("text/markdown", [prose(8), prose(8, 8), prose(8, 16)].join("\n\n"));
    expect(passages.map(({ text }) => text)).toEqual([
      `${prose(8)}\n\n${prose(8, 8)}`,
      prose(8, 16),
    ]);
  });

  it("cuts a long paragraph at sentence ends", async () => {
    const passages = await cut("text/markdown", prose(60));
    expect(passages.length).toBeGreaterThan(2);
    for (const { text } of passages) expect(text).toMatch(/^Sentence .*pumps\.$/s);
    expect(passages.map(({ text }) => text).join(" ")).toBe(prose(60));
  });

  it("keeps code whole when it fits, else cuts it at line ends", async () => {
    const line = (n: number) => `  call(${n}); // ${"x".repeat(40)}`;
    const lines = Array.from({ length: 60 }, (_, index) => line(index));
    const small = lines.slice(0, 15).join("\n");
    const whole = await cut("text/markdown", `${prose(12)}\n\n\`\`\`js\n${small}\n\`\`\`\n`);
    expect(whole.map(({ text }) => text)).toEqual([prose(12), `\`\`\`\n${small}\n\`\`\``]);
    const pieces = await cut("text/markdown", `\`\`\`\n${lines.join("\n")}\n\`\`\`\n`);
    expect(pieces.length).toBeGreaterThan(1);
    const back = pieces.flatMap(({ text }) => text.split("\n").slice(1, -1));
    expect(back).toEqual(lines);
  });

  it("repeats the header row of a table that is cut", async () => {
    const rows = Array.from({ length: 90 }, (_, index) => `| port ${index} | some service |`);
    const passages = await cut("text/markdown", `| Port | Use |\n|---|---|\n${rows.join("\n")}\n`);
    expect(passages.length).toBeGreaterThan(1);
    for (const { text } of passages) expect(text.startsWith("| Port | Use |\n| port ")).toBe(true);
    expect(passages.flatMap(({ text }) => text.split("\n").slice(1))).toEqual(rows);
  });

  it("makes a passage of a heading with nothing below it, and shortens a long one on the path", async () => {
    const long = `Long ${"heading ".repeat(40)}end`;
    const passages = await cut(
      "text/markdown",
      `# A\n\n## Empty\n\n## B\n\nText.\n\n# ${long}\n\nMore.\n`,
    );
    expect(passages.map(({ heading_path, text }) => [heading_path.slice(0, 9), text])).toEqual([
      ["A > Empty", "Empty"],
      ["A > B", "Text."],
      ["Long head", `${long}\n\nMore.`],
    ]);
    expect(passages.at(-1)?.heading_path.length).toBeLessThanOrEqual(201);
  });

  it("loses the HTML tags in it, but not what only looks like one", async () => {
    const passages = await cut(
      "text/markdown",
      '# 5 <a name="x"></a>Heads\n\n<div class="l"><table>\n<tr><td>A <i>PIN</i><br/>is</td></tr></table></div>\n\n' +
        "Use `<b>` in List<String> if a < b > c.<!-- note -->\n",
    );
    expect(passages).toEqual([
      {
        ordinal: 0,
        heading_path: "5 Heads",
        text: "A PIN is\n\nUse `<b>` in List<String> if a < b > c.".replaceAll("`", ""),
      },
    ]);
  });
});

describe("an HTML document", () => {
  it("gives its headings, paragraphs, lists, tables and code, and nothing that is not read", async () => {
    const passages = await cut(
      "text/html",
      `<!doctype html><html><head><title>T</title><style>p{}</style></head><body>
       <h1>Pumps &amp; <em>valves</em></h1><p>One<br>two <a href="x">three</a>&nbsp;four.</p>
       <script>if (a < b) evil()</script><noscript>no</noscript><template><p>no</p></template>
       <ul><li>first<li><p>second</p><ol><li>inner</ol></ul>
       <table><tr><th>A<th>B<tr><td>1<td>x <b>y</b></table>
       <pre>  a\n   b</pre><img alt="A &lt;pump&gt;" src="p.png"><svg><text>no</text></svg><p>End`,
    );
    expect(passages).toEqual([
      {
        ordinal: 0,
        heading_path: "Pumps & valves",
        text: "One\ntwo three four.\n\n- first\n- second\n  1. inner\n\n| A | B |\n| 1 | x y |\n\n```\n  a\n   b\n```\n\nA <pump>\n\nEnd",
      },
    ]);
  });
});

describe("a plain document", () => {
  it("is cut at blank lines and has its wrapped lines joined", async () => {
    const wrapped =
      "This line is as long as a margin of sixty columns would allow\nand goes on here.";
    const [passage] = await cut("text/plain", `${wrapped}\r\n\r\n  \n- a\n- b\nShort\nlines`);
    expect(passage?.text).toBe(`${wrapped.replace("\n", " ")}\n\n- a\n- b\nShort\nlines`);
  });
});
