const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/gmu;
const CODE_SPAN = /(?<![\\`])(`+)(?!`)[^`\n](?:[^\n]*?[^`\n])??\1(?!`)/gu;

/** Where fenced blocks are, `end` exclusive; an open one goes to the end of the text. */
function fencedBlocks(markdown: string): { start: number; end: number }[] {
  const blocks: { start: number; end: number }[] = [];
  let open: { fence: string; start: number } | undefined;
  for (const { 0: line, 1: fence = "", 2: info = "", index } of markdown.matchAll(FENCE)) {
    if (!open) {
      open = { fence, start: index };
    } else if (fence.startsWith(open.fence) && info.trim() === "") {
      blocks.push({ start: open.start, end: index + line.length });
      open = undefined;
    }
  }
  return open ? [...blocks, { start: open.start, end: markdown.length }] : blocks;
}

/** Changes what is prose; code stays as it is. */
function outsideCode(markdown: string, change: (prose: string) => string): string {
  const changeLines = (text: string): string => {
    let out = "";
    let from = 0;
    for (const { 0: code, index } of text.matchAll(CODE_SPAN)) {
      out += change(text.slice(from, index)) + code;
      from = index + code.length;
    }
    return out + change(text.slice(from));
  };
  let out = "";
  let from = 0;
  for (const { start, end } of fencedBlocks(markdown)) {
    out += changeLines(markdown.slice(from, start)) + markdown.slice(start, end);
    from = end;
  }
  return out + changeLines(markdown.slice(from));
}

/** `[3]`, or `[3, 4]` as some models write; no link, nothing escaped. */
const CITATION = /([ \t]{0,4})(?<!\\)\[(\d{1,4}(?:[,;] ?\d{1,4}){0,9})\](?!\()/gu;

/**
 * Gives citations other numbers; what has none is removed with the space before it.
 * @returns the markdown, and how many citations were kept and removed
 */
export function renumberCitations(
  markdown: string,
  numberOf: (n: number) => number | undefined,
): { markdown: string; kept: number; removed: number } {
  let kept = 0;
  let removed = 0;
  const renumbered = outsideCode(markdown, (prose) =>
    prose.replaceAll(CITATION, (_match, space: string, numbers: string) => {
      const fresh = numbers.split(/[,;]/).map((n) => numberOf(Number(n)));
      const known = fresh.filter((n) => n !== undefined);
      kept += known.length;
      removed += fresh.length - known.length;
      return known.length === 0 ? "" : space + known.map((n) => `[${n}]`).join("");
    }),
  );
  return { markdown: renumbered, kept, removed };
}

/** Numbers handed out by first use; `order` holds the old ones. */
export function createNumbering(): { order: number[]; numberOf: (n: number) => number } {
  const order: number[] = [];
  return {
    order,
    numberOf(n) {
      const at = order.indexOf(n);
      return at === -1 ? order.push(n) : at + 1;
    },
  };
}
