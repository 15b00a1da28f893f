import type { StateCore, Token } from "markdown-it";

/** Numbers as documents print them: signs, currency, grouping, percent, `–` for none. */
const NUMBER =
  /^(?:[-+−–]|[-+−–]?\s?[$€£¥]?\s?\d[\d,.\u202F\u00A0 ]*(?:%|‰|[kMG]i?B|m?s|kg|k|M)?)$/;

interface Column {
  cells: Token[];
  numeric: boolean;
  filled: boolean;
}

function* tablesOf(tokens: readonly Token[]): Generator<Column[]> {
  let columns: Column[] = [];
  let column = 0;
  for (const [at, token] of tokens.entries()) {
    if (token.type === "table_open") columns = [];
    if (token.type === "tr_open") column = 0;
    if (token.type === "table_close") yield columns;
    if (token.type !== "th_open" && token.type !== "td_open") continue;
    const kept = (columns[column] ??= { cells: [], numeric: true, filled: false });
    const text = tokens[at + 1]?.content.trim() ?? "";
    kept.cells.push(token);
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

/** Says which cells are the heads of columns, and which tables need small print. */
export function labelCells({ tokens }: StateCore): void {
  let table: Token | undefined;
  let columns = 0;
  for (const token of tokens) {
    if (token.type === "table_open") [table, columns] = [token, 0];
    if (token.type !== "th_open") continue;
    token.attrSet("scope", "col");
    columns += 1;
    if (columns === WIDE_COLUMNS) table?.attrSet("class", "wide");
  }
}
