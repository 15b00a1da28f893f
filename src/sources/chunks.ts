import type { Value } from "./rollup.ts";

const CHUNK_ROWS = 5_000;

/** Characters of JSON a parameter: at most three bytes each, under D1's 2 MB a value. */
export const CHUNK_CHARACTERS = 600_000;

/** Values in the order of some columns, and how long they are as JSON. */
export interface SizedRow {
  values: readonly Value[];
  characters: number;
}

export const sized = (values: readonly Value[]): SizedRow => ({
  values,
  characters: JSON.stringify(values).length + 1,
});

/** Rows in portions that fit D1's limits. */
export function* chunks(rows: Iterable<SizedRow>): Generator<SizedRow["values"][]> {
  let chunk: SizedRow["values"][] = [];
  let size = 0;
  for (const { values, characters } of rows) {
    if (chunk.length === CHUNK_ROWS || size + characters > CHUNK_CHARACTERS) {
      yield chunk;
      chunk = [];
      size = 0;
    }
    chunk.push(values);
    size += characters;
  }
  if (chunk.length > 0) yield chunk;
}
