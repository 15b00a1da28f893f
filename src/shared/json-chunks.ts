const CHUNK_ROWS = 5_000;

/** Characters of JSON a parameter: at most three bytes each, under D1's 2 MB a value. */
export const CHUNK_CHARACTERS = 600_000;

/** The values of a row, in the order that its statement reads them, and how long they are as JSON. */
export interface SizedRow {
  values: readonly (string | number | null)[];
  characters: number;
}

export const sized = (values: SizedRow["values"]): SizedRow => ({
  values,
  characters: JSON.stringify(values).length + 1,
});

/** Rows in portions that fit one parameter of a D1 statement as JSON. */
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
