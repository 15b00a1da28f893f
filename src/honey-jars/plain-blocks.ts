import type { Block } from "./blocks.ts";

/** A line this long was broken by its margin; a shorter one may end where its author wanted. */
const WRAPPED_FROM = 45;
const OPENS_A_LINE = /^\s*(?:[-*•–]|\d{1,3}[.)]|\||#)\s?/u;

/** Lines of a paragraph, those that only the margin broke joined again. */
function unwrapped(lines: readonly string[]): string {
  let text = "";
  let last = "";
  for (const line of lines) {
    const joins = last.length >= WRAPPED_FROM && !OPENS_A_LINE.test(line);
    if (text !== "") text += joins ? " " : "\n";
    text += joins ? line.trim() : line.trimEnd();
    last = line;
  }
  return text;
}

/** Paragraphs of plain text: what stands between blank lines. */
export function plainBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  for (const line of [...text.replaceAll(/\r\n?/g, "\n").split("\n"), ""]) {
    if (line.trim() !== "") {
      lines.push(line);
    } else if (lines.length > 0) {
      blocks.push({ kind: "text", text: unwrapped(lines) });
      lines = [];
    }
  }
  return blocks;
}
