import { describe, expect, it } from "vitest";
import { MAX_TABLE_ROWS } from "../../../src/documents/formats/markdown/limits.ts";
import { htmlOf } from "./kit.ts";

const SIZE = 64 * 1_024;
const fill = (piece: string): string => piece.repeat(Math.floor(SIZE / piece.length));

/** Each is small to write and ruinous for one parser or another. */
const BOMBS: Record<string, string> = {
  "quotes in quotes": fill("> "),
  "brackets that open": fill("["),
  "brackets that open an image": fill("!["),
  "links that do not end": fill("[a](<b"),
  emphasis: fill("*a_ "),
  stars: fill("**a *"),
  "lists in lists": Array.from({ length: 600 }, (_, depth) => `${" ".repeat(depth)}- a`).join("\n"),
  tasks: fill("- [x] a\n"),
  footnotes: fill("[^a] "),
  "footnotes that are never used": Array.from({ length: 3_000 }, (_, at) => `[^${at}]: x`).join(
    "\n",
  ),
  definitions: Array.from({ length: 3_000 }, (_, at) => `[${at}]: #x`).join("\n"),
  backticks: Array.from({ length: 600 }, (_, at) => "`".repeat(at)).join(" "),
  "the same heading": fill("## a\n"),
  headings: Array.from({ length: 3_000 }, (_, at) => `## h ${at % 7}`).join("\n"),
  entities: fill("&a;"),
  "code in every language": fill("```sql\nSELECT '\n```\n"),
  citations: `${fill("[1] ")}\n\n## Sources\n\n1. a`,
  "a wide table": `|${"a|".repeat(2_000)}\n|${"-|".repeat(2_000)}\n${`|${"b|".repeat(2_000)}\n`.repeat(20)}`,
  "one word": "a".repeat(SIZE * 16),
};

describe("64 KiB of", () => {
  // The limit is work: what is quadratic needs minutes for these, what is linear tenths of a second.
  it.each(Object.entries(BOMBS))("%s end", { timeout: 8_000 }, async (_, bomb) => {
    expect((await htmlOf(bomb)).length).toBeLessThan(40 * bomb.length + 1_000);
  });
});

describe("a document's size", () => {
  const table = (rows: number) => `| a | b |\n|---|---|\n${"| 1 | 2 |\n".repeat(rows)}`;
  const rowsIn = (html: string) => (html.match(/<td/g) ?? []).length / 2;

  it("shows 5,000 rows of all its tables and says how many there are", async () => {
    const html = await htmlOf(`${table(4_000)}\n\ntext\n\n${table(2_000)}\n\n${table(3)}`);
    expect(rowsIn(html)).toBe(MAX_TABLE_ROWS);
    expect(html).toContain("Showing 1,000 of 2,000 rows");
    expect(html).toContain("Showing 0 of 3 rows");
    expect(html.match(/Showing/g)).toHaveLength(2);
  });

  it("shows a table of 5,000 rows whole", async () => {
    const html = await htmlOf(table(5_000));
    expect([rowsIn(html), html.includes("Showing")]).toEqual([5_000, false]);
  });

  it("is refused above 4,000,000 characters", async () => {
    await expect(htmlOf("a ".repeat(2_000_001))).rejects.toMatchObject({ code: "TOO_LARGE" });
  });
});
