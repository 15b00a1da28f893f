import { stringify } from "csv-stringify/sync";

/** A cell: null prints as nothing, objects as JSON. */
export type CsvCell = string | number | boolean | null | object;

/** Spreadsheets read a text that begins so as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

const printed = (cell: CsvCell): string => {
  if (cell === null) return "";
  return typeof cell === "object" ? JSON.stringify(cell) : String(cell);
};

/** A text of somebody else's, made harmless for spreadsheets by a leading apostrophe. */
export const csvText = (text: string | null): string | null =>
  text !== null && FORMULA.test(text) ? `'${text}` : text;

// Left to itself the library quotes CRLF alone; a bare LF or CR would begin a new row for most readers.
const LINE_BREAK = /[\r\n]/;

/** Lines of CSV (RFC 4180): CRLF, quotes only where they are needed. */
export const csvLines = (rows: readonly (readonly CsvCell[])[]): string =>
  stringify(
    rows.map((row) => row.map(printed)),
    { record_delimiter: "\r\n", quoted_match: LINE_BREAK },
  );
