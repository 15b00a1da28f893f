import type { StateCore, Token } from "markdown-it";

/** Numbers as documents print them: signs, currency, grouping, percent, `–` for none. */
const NUMBER =
  /^(?:[-+−–]|[-+−–]?\s?[$€£¥]?\s?\d[\d,.\u202F\u00A0 ]*(?:%|‰|[kMG]i?B|m?s|kg|k|M)?)$/;

interface Column {
  cells: Token[];
  numeric: boolean;
  filled: boolean;
  /** Characters of its longest cell. */
  longest: number;
}

function* tablesOf(tokens: readonly Token[]): Generator<Column[]> {
  let columns: Column[] = [];
  let column = 0;
  for (const [at, token] of tokens.entries()) {
    if (token.type === "table_open") columns = [];
    if (token.type === "tr_open") column = 0;
    if (token.type === "table_close") yield columns;
    if (token.type !== "th_open" && token.type !== "td_open") continue;
    const kept = (columns[column] ??= { cells: [], numeric: true, filled: false, longest: 0 });
    const text = tokens[at + 1]?.content.trim() ?? "";
    kept.cells.push(token);
    kept.longest = Math.max(kept.longest, text.length);
    if (token.type === "td_open" && text !== "") {
      kept.filled = true;
      kept.numeric &&= NUMBER.test(text);
    }
    column += 1;
  }
}

/** Columns of numbers stand to the right, where the table does not say otherwise; the first names its row. */
export function alignNumbers({ tokens }: StateCore): void {
  const columns = [...tablesOf(tokens)].flatMap((table) => [...table.entries()]);
  for (const [at, { cells, numeric, filled }] of columns) {
    const isNumbers = at > 0 && numeric && filled;
    const own = cells[0]?.attrGet("style") ?? (isNumbers ? "text-align:right" : null);
    const side = own === null ? undefined : String(own).replace("text-align:", "");
    for (const cell of cells) {
      cell.attrs = (cell.attrs ?? []).filter(([name]) => name !== "style");
      if (side !== undefined) cell.attrSet("class", side);
    }
  }
}

const WIDE_COLUMNS = 7;
const DENSE_COLUMNS = 14;
const SHORT_ROWS = 6;

/** A table is laid out by its shape: many columns in smaller print, few rows on one page. */
function shapeOf(columns: number, rows: number): string[] {
  return [
    ...(columns >= WIDE_COLUMNS ? ["wide"] : []),
    ...(columns >= DENSE_COLUMNS ? ["dense"] : []),
    ...(rows <= SHORT_ROWS ? ["short"] : []),
  ];
}

/** Says which cells are the heads of columns, and which shape a table has. */
export function labelCells({ tokens }: StateCore): void {
  const tables = [...tablesOf(tokens)][Symbol.iterator]();
  for (const token of tokens) {
    if (token.type === "th_open") token.attrSet("scope", "col");
    if (token.type !== "table_open") continue;
    const columns: Column[] = tables.next().value ?? [];
    const shape = shapeOf(columns.length, (columns[0]?.cells.length ?? 0) - 1).join(" ");
    if (shape !== "") token.attrSet("class", shape);
  }
}

const LONG_ROWS = 14;
const NARROW_CELL = 24;

/** Two columns of short cells and many rows: across the page, the eye would lose its line. */
const isNarrow = (columns: readonly Column[]): boolean =>
  columns.length === 2 &&
  columns.every(({ cells, longest }) => cells.length > LONG_ROWS && longest <= NARROW_CELL);

/** Sets long narrow tables in two columns on a page. */
export function setInColumns(state: StateCore): void {
  const tables = [...tablesOf(state.tokens)].map(isNarrow)[Symbol.iterator]();
  let isOpen = false;
  state.tokens = state.tokens.flatMap((token) => {
    if (token.type === "table_open") isOpen = tables.next().value === true;
    if (!isOpen) return [token];
    if (token.type === "table_open") {
      const open = new state.Token("columns_open", "div", 1);
      open.block = true;
      open.attrs = [["class", "columns"]];
      return [open, token];
    }
    if (token.type !== "table_close") return [token];
    isOpen = false;
    return [token, new state.Token("columns_close", "div", -1)];
  });
}
