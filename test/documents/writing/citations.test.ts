import { expect, it } from "vitest";
import { createNumbering, renumberCitations } from "../../../src/documents/writing/citations.ts";

function renumber(markdown: string, given: readonly number[]) {
  const { order, numberOf } = createNumbering();
  const done = renumberCitations(markdown, (n) => (given.includes(n) ? numberOf(n) : undefined));
  return { ...done, order };
}

it("removes what was not given and counts the rest anew by first use", () => {
  expect(renumber("A [2]. B [7]. C [4][2]. `x[9]`", [1, 2, 3, 4])).toEqual({
    markdown: "A [1]. B. C [2][1]. `x[9]`",
    kept: 3,
    removed: 1,
    order: [2, 4],
  });
});

it.each([
  ["A [2, 7].", "A [1].", 1],
  ["A [2; 4].", "A [1][2].", 0],
  ["A [7][8].", "A.", 2],
  ["```\na[9]\n```\nB [4]", "```\na[9]\n```\nB [1]", 0],
  ["B [4]\n~~~\na[9]\n", "B [1]\n~~~\na[9]\n", 0],
  ["``a ` [9]`` [2]", "``a ` [9]`` [1]", 0],
  [String.raw`\[3] [2] [text](url) [2](x) [^1]`, String.raw`\[3] [1] [text](url) [2](x) [^1]`, 0],
  ["| a [4] | b [2] |", "| a [1] | b [2] |", 0],
])("%s", (markdown, expected, removed) => {
  expect(renumber(markdown, [2, 4])).toMatchObject({ markdown: expected, removed });
});

it("takes a time in proportion to the text", () => {
  for (const unit of [
    "`",
    "```\n",
    "[1",
    "[",
    " [1]",
    "`a",
    "~~~\n`",
    "```x\n",
    "`a\n",
    " ",
    "\t[1",
    "``` `\n",
  ]) {
    const text = unit.repeat(100_000 / unit.length);
    expect(renumber(text, []).markdown.length).toBeLessThanOrEqual(text.length);
  }
}, 15_000);
