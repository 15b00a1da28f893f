import type { StateCore, Token } from "markdown-it";

/** Chromium needs a second for about 1,000 rows, and gives up at some tens of thousands. */
export const MAX_TABLE_ROWS = 5_000;
const MAX_TABLE_CELLS = 30_000;

/** A hundred times a long report. */
export const MAX_MARKDOWN = 4_000_000;

function paragraph(text: string, level: number, TokenOf: StateCore["Token"]): Token[] {
  const inline = new TokenOf("inline", "", 0);
  inline.content = text;
  inline.children = [];
  inline.level = level + 1;
  const open = new TokenOf("paragraph_open", "p", 1);
  open.attrs = [["class", "cut"]];
  const close = new TokenOf("paragraph_close", "p", -1);
  for (const token of [open, close]) {
    token.block = true;
    token.level = level;
  }
  return [open, inline, close];
}

const grouped = (count: number): string => count.toLocaleString("en-US");

/** Prints 5,000 table rows of a document; a table that was cut says so. */
export function cutTables(state: StateCore): void {
  const kept: Token[] = [];
  let rowsLeft = MAX_TABLE_ROWS;
  let cellsLeft = MAX_TABLE_CELLS;
  let rows = 0;
  let shown = 0;
  let inBody = false;
  for (const token of state.tokens) {
    if (token.type === "table_open") rows = shown = 0;
    if (token.type === "tbody_open" || token.type === "tbody_close") {
      inBody = token.type === "tbody_open";
    }
    if (inBody && token.type === "tr_open") {
      rows += 1;
      rowsLeft -= 1;
      if (rowsLeft >= 0 && cellsLeft > 0) shown += 1;
    }
    if (inBody && token.type === "td_open") cellsLeft -= 1;
    const isBody = inBody && token.type !== "tbody_open";
    if (!isBody || shown === rows) kept.push(token);
    if (token.type !== "table_close" || shown === rows) continue;
    const text = `Showing ${grouped(shown)} of ${grouped(rows)} rows; the Markdown file holds all.`;
    kept.push(...paragraph(text, token.level, state.Token));
  }
  state.tokens = kept;
}
