import { type CsvCell, csvText, isoTime } from "#shared";
import type { ReportField } from "../report-type.ts";
import type { ListedRow } from "./listing.ts";

/** A stored value as JSON answers print it. */
function printedValue({ kind }: ReportField, stored: unknown): unknown {
  if (stored === null || stored === undefined) return null;
  switch (kind) {
    case "flag":
      return stored !== 0;
    case "time":
      return isoTime(Number(stored));
    case "json":
      return JSON.parse(stored as string);
    default:
      return stored;
  }
}

/** A row as an object: its fields in order, nulls printed. */
export const printedRow = (fields: readonly ReportField[], row: ListedRow) =>
  Object.fromEntries(fields.map((field) => [field.name, printedValue(field, row[field.name])]));

/** A row as cells; only text of others can be taken for a formula. */
export const csvCells = (fields: readonly ReportField[], row: ListedRow): CsvCell[] =>
  fields.map((field) => {
    const value = printedValue(field, row[field.name]) as CsvCell;
    return field.kind === "text" && typeof value === "string" ? csvText(value) : value;
  });
