import type { CsvCell } from "#shared";

export interface CsvTable {
  columns: readonly string[];
  rows: readonly (readonly CsvCell[])[];
}

/** Rows as a table; the columns are the keys that their schema has, also where there is no row. */
export function tableOf({ shape }: { shape: object }, rows: readonly object[]): CsvTable {
  const columns = Object.keys(shape);
  return {
    columns,
    rows: rows.map((row) => columns.map((name): CsvCell => Reflect.get(row, name) ?? null)),
  };
}
