import { describe, expect, it } from "vitest";
import { blocksOf, type ContentType } from "../../src/honey-jars/document-blocks.ts";
import { cutPassages } from "../../src/honey-jars/passages.ts";

const cut = async (type: ContentType, content: string) =>
  cutPassages(await blocksOf(type, content), content.length);

const words = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? [];
const MEGABYTE = 1_000_000;
const filled = (unit: string) => unit.repeat(MEGABYTE / unit.length);
const nestedLists = Array.from(
  { length: 500 },
  (_, depth) => `${"  ".repeat(depth)}- item${depth}`,
);

describe("a hostile document", () => {
  const cases: [string, ContentType, string][] = [
    ["a word of a million characters", "text/markdown", "x".repeat(MEGABYTE)],
    ["a word of a million characters", "text/plain", "x".repeat(MEGABYTE)],
    ["500 nested lists", "text/markdown", nestedLists.join("\n")],
    ["5,000 nested quotes", "text/markdown", `${">".repeat(5_000)} deep`],
    ["5,000 nested quotes with spaces", "text/markdown", `${"> ".repeat(5_000)} deep`],
    ["a megabyte of opening brackets", "text/markdown", filled("[")],
    ["a megabyte of image brackets", "text/markdown", filled("![")],
    ["a megabyte of links", "text/markdown", filled("[a](b) ")],
    ["a megabyte of comments", "text/markdown", `a ${filled("<!--")}`],
    ["a megabyte of tags", "text/markdown", `a ${filled("<b <br ")}`],
    ["a megabyte of emphasis", "text/markdown", filled("*a **b ")],
    ["a megabyte of backticks", "text/markdown", filled("`` ` ")],
    ["a megabyte of table pipes", "text/markdown", `|a|\n|-|\n${filled("|")}`],
    ["a megabyte of headings", "text/markdown", filled("# a\nb\n")],
    ["a megabyte of open elements", "text/html", filled("<b>")],
    [
      "open elements and closing ones that fit none",
      "text/html",
      "<b>".repeat(170_000) + "</x>".repeat(120_000),
    ],
    ["a megabyte of nested tables", "text/html", filled("<table><tr><td>a")],
    ["a megabyte of headings", "text/html", filled("<h1>a</h1>b")],
    ["a megabyte of entities", "text/html", filled("&amp;")],
    ["a megabyte of <", "text/html", filled("<")],
    ["an unclosed comment", "text/html", `<!--${filled("-")}`],
    ["a megabyte of spaces", "text/plain", `a${" ".repeat(MEGABYTE)}b`],
    ["a megabyte of lines", "text/plain", filled("a\n")],
    ["a megabyte of sentences", "text/plain", filled("Ab c. ")],
  ];
  it.each(cases)("of %s (%s) does not take long to cut", async (_name, type, content) => {
    await blocksOf(type, "warm");
    const started = performance.now();
    const passages = await cut(type, content);
    const took = performance.now() - started;
    expect(took).toBeLessThan(15_000);
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
