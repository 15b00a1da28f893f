import fc from "fast-check";
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
    const [passage] = await cut("text/markdown", "Do:\n\n- one\n- two\n  1. inner\n  2. more\n\n     still\n- three\n");
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
    const passages = await cut("text/markdown", `# A\n\n## Empty\n\n## B\n\nText.\n\n# ${long}\n\nMore.\n`);
    expect(passages.map(({ heading_path, text }) => [heading_path.slice(0, 9), text])).toEqual([
      ["A > Empty", "Empty"],
      ["A > B", "Text."],
      ["Long head", `${long}\n\nMore.`],
    ]);
    expect(passages.at(-1)?.heading_path.length).toBeLessThanOrEqual(201);
  });

  it("keeps raw HTML as text", async () => {
    const [passage] = await cut("text/markdown", "<b>bold</b> and <script>x</script>");
    expect(passage?.text).toBe("<b>bold</b> and <script>x</script>");
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
    const wrapped = "This line is as long as a margin of sixty columns would allow\nand goes on here.";
    const [passage] = await cut("text/plain", `${wrapped}\r\n\r\n  \n- a\n- b\nShort\nlines`);
    expect(passage?.text).toBe(`${wrapped.replace("\n", " ")}\n\n- a\n- b\nShort\nlines`);
  });
});

const words = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? [];
/** Words of the passages, a heading's once for each stretch of passages below it. */
const countOf = (list: readonly string[], word: string) => list.filter((one) => one === word).length;

const word = fc.integer({ min: 0, max: 1e9 }).map((n) => `w${n.toString(36)}q`);
const line = fc.array(word, { minLength: 1, maxLength: 40 }).map((list) => `${list.join(" ")}.`);
const uniqueParts = fc.array(
  fc.record({
    kind: fc.constantFrom("heading", "paragraph", "item", "quote", "code", "table"),
    lines: fc.array(line, { minLength: 1, maxLength: 12 }),
    level: fc.integer({ min: 1, max: 6 }),
  }),
  { maxLength: 25 },
);

interface Part {
  kind: string;
  lines: string[];
  level: number;
}

const SOURCES: Record<"text/markdown" | "text/html", (part: Part) => string> = {
  "text/markdown": ({ kind, lines, level }) => {
    const one = lines.join(" ");
    switch (kind) {
      case "heading":
        return `${"#".repeat(level)} ${one}`;
      case "item":
        return lines.map((text) => `${" ".repeat(0)}- ${text}`).join("\n");
      case "quote":
        return `${"> ".repeat(level)}${one}`;
      case "code":
        return `\`\`\`\n${lines.join("\n")}\n\`\`\``;
      case "table":
        return `| x | y |\n|---|---|\n${lines.map((text) => `| ${text} | ${text}2 |`).join("\n")}`;
      default:
        return lines.join("\n");
    }
  },
  "text/html": ({ kind, lines, level }) => {
    const one = lines.join(" ");
    switch (kind) {
      case "heading":
        return `<h${level}>${one}</h${level}>`;
      case "item":
        return `<ul>${lines.map((text) => `<li>${text}`).join("\n")}</ul>`;
      case "quote":
        return `<blockquote>${one}</blockquote>`;
      case "code":
        return `<pre>${lines.join("\n")}</pre>`;
      case "table":
        return `<table><tr><th>x<th>y${lines.map((text) => `<tr><td>${text}<td>${text}2`).join("")}</table>`;
      default:
        return `<p>${one}`;
    }
  },
};

describe("any document", () => {
  it.each(["text/markdown", "text/html"] as const)(
    "has every word of a %s text in exactly one passage, or on a heading path",
    async (type) => {
      await fc.assert(
        fc.asyncProperty(uniqueParts, async (parts) => {
          let n = 0;
          const numbered = parts.map((part) => ({
            ...part,
            lines: part.lines.map((text) => text.replaceAll(/w\w+q/g, () => `w${(n += 1)}q`)),
          }));
          const source = numbered.map(SOURCES[type]).join("\n\n");
          const passages = await cut(type, source);
          const inText = passages.flatMap(({ text }) => words(text));
          const onPath = new Set(passages.flatMap(({ heading_path }) => words(heading_path)));
          for (const part of numbered) {
            for (const expected of part.lines.flatMap((text) => words(text))) {
              const count = countOf(inText, expected);
              const wanted = part.kind === "table" ? [1, 2] : [1];
              const heading = part.kind === "heading" && onPath.has(expected) && count <= 1;
              if (!heading) expect(wanted).toContain(count);
            }
          }
          expect(passages.map(({ ordinal }) => ordinal)).toEqual([...passages.keys()]);
        }),
        { numRuns: 60 },
      );
    },
  );

  it.each(["text/markdown", "text/html", "text/plain"] as const)(
    "has no passage of %s that is empty or longer than 1,200 characters",
    async (type) => {
      const noise = fc.array(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 60 }),
          fc.constantFrom(..."# ,\n,\n\n,- ,> ,```,|,---|,**,[x](y),<p>,</p>,<pre>,<td>,<table>,<h1>,<li>,<!--,&amp;,1. ".split(",")),
          fc.integer({ min: 1, max: 3_000 }).map((length) => "😀é ".repeat(length / 3)),
          fc.integer({ min: 1, max: 3_000 }).map((length) => "x".repeat(length)),
        ),
        { maxLength: 40 },
      );
      await fc.assert(
        fc.asyncProperty(noise, async (parts) => {
          for (const { text } of await cut(type, parts.join("").toWellFormed())) {
            expect(text.trim()).not.toBe("");
            expect(text.length).toBeLessThanOrEqual(1_200);
            expect(text.isWellFormed()).toBe(true);
          }
        }),
        { numRuns: 150 },
      );
    },
  );
});

const MEGABYTE = 1_000_000;
const filled = (unit: string) => unit.repeat(MEGABYTE / unit.length);
const nestedLists = Array.from({ length: 500 }, (_, depth) => `${"  ".repeat(depth)}- item${depth}`);

describe("a hostile document", () => {
  const cases: [string, ContentType, string][] = [
    ["a word of a million characters", "text/markdown", "x".repeat(MEGABYTE)],
    ["a word of a million characters", "text/plain", "x".repeat(MEGABYTE)],
    ["500 nested lists", "text/markdown", nestedLists.join("\n")],
    ["5,000 nested quotes", "text/markdown", `${">".repeat(5_000)} deep`],
    ["5,000 nested quotes with spaces", "text/markdown", `${"> ".repeat(5_000)} deep`],
    ["a megabyte of opening brackets", "text/markdown", filled("[")],
    ["a megabyte of emphasis", "text/markdown", filled("*a **b ")],
    ["a megabyte of backticks", "text/markdown", filled("`` ` ")],
    ["a megabyte of table pipes", "text/markdown", `|a|\n|-|\n${filled("|")}`],
    ["a megabyte of headings", "text/markdown", filled("# a\nb\n")],
    ["a megabyte of open elements", "text/html", filled("<b>")],
    ["open elements and closing ones that fit none", "text/html", "<b>".repeat(170_000) + "</x>".repeat(120_000)],
    ["a megabyte of nested tables", "text/html", filled("<table><tr><td>a")],
    ["a megabyte of headings", "text/html", filled("<h1>a</h1>b")],
    ["a megabyte of entities", "text/html", filled("&amp;")],
    ["a megabyte of <", "text/html", filled("<")],
    ["an unclosed comment", "text/html", `<!--${filled("-")}`],
    ["a megabyte of spaces", "text/plain", `a${" ".repeat(MEGABYTE)}b`],
    ["a megabyte of lines", "text/plain", filled("a\n")],
    ["a megabyte of sentences", "text/plain", filled("Ab c. ")],
  ];
  it.each(cases)("of %s (%s) is cut in well under a second", async (_, type, content) => {
    await blocksOf(type, "warm");
    const started = performance.now();
    const passages = await cut(type, content);
    const took = performance.now() - started;
    console.log(_, type, Math.round(took), passages.length);
    expect(took).toBeLessThan(1_500);
    expect(passages.every(({ text }) => text.length <= 1_200)).toBe(true);
    expect(passages.length).toBeLessThanOrEqual(100 + content.length / 100);
  });

  it("keeps the text that stands too deep for the parser", async () => {
    const deep = await cut("text/markdown", `${"> ".repeat(5_000)}deep water`);
    expect(deep.map(({ text }) => text)).toEqual(["deep water"]);
    const lists = await cut("text/markdown", nestedLists.join("\n"));
    const found = lists.flatMap(({ text }) => words(text));
    expect(found).toEqual(Array.from({ length: 500 }, (_, depth) => `item${depth}`));
  });
});
