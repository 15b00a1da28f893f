import { Readable } from "node:stream";
import { CsvError, type Info, parse } from "csv-parse";
import { convertCell, type FieldSchemas, typesOf } from "./convert-cell.ts";
import { CannotRun } from "./options.ts";
import type { SourceRecord } from "./source-record.ts";

const NEWLINE = 0x0a;
const MAX_ROW_BYTES = 8 * 1024 * 1024;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Tells on which line a byte lies; asked in rising order only. */
class LineCounter {
  #newlines: number[] = [];
  #seen = 0;
  #line = 1;
  #decoder = new TextDecoder("utf-8", { fatal: true });

  /** An encoding is the file's, so a wrong one stops the load; it would be stored as garbage. */
  #requireUtf8(piece: Buffer): void {
    try {
      this.#decoder.decode(piece, { stream: true });
    } catch {
      const line = this.#line + this.#newlines.length;
      throw new CannotRun(
        `The file is not UTF-8 (from about line ${line} on). Convert it first, for example: ` +
          "iconv -f WINDOWS-1252 -t UTF-8 old.csv > new.csv",
      );
    }
  }

  /** Passes the bytes on, without the mark that some programs put in front. */
  async *watch(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const whole of bytes) {
      this.#requireUtf8(whole);
      const marked = this.#seen === 0 && whole.subarray(0, 3).equals(BYTE_ORDER_MARK);
      const piece = marked ? whole.subarray(3) : whole;
      for (let at = piece.indexOf(NEWLINE); at !== -1; at = piece.indexOf(NEWLINE, at + 1)) {
        this.#newlines.push(this.#seen + at);
      }
      this.#seen += piece.length;
      yield piece;
    }
  }

  /** The line of the byte before `end`. */
  lineBefore(end: number): number {
    const past = this.#newlines.findIndex((offset) => offset >= end - 1);
    const passed = past === -1 ? this.#newlines.length : past;
    this.#newlines.splice(0, passed);
    this.#line += passed;
    return this.#line;
  }
}

interface Column {
  field: string;
  types: ReadonlySet<string>;
}

function columnsOf(
  header: readonly string[],
  mapping: ReadonlyMap<string, string>,
  schemas: FieldSchemas,
): (Column | undefined)[] {
  const absent = [...mapping.keys()].find((column) => !header.includes(column));
  if (absent !== undefined) {
    throw new CannotRun(`--map: the file has no column "${absent}", only ${header.join(", ")}`);
  }
  const columns = header.map((name) => {
    const field = mapping.get(name) ?? name;
    if (field === "") return undefined;
    const schema = schemas[field];
    if (schema) return { field, types: typesOf(schema) };
    throw new CannotRun(
      `"${field}" is no field. Fields: ${Object.keys(schemas).join(", ")}.\n` +
        `Rename the column with --map "${name}=<field>", or leave it out with --map "${name}="`,
    );
  });
  const fields = columns.flatMap((column) => (column ? [column.field] : []));
  const twice = fields.find((field, index) => fields.indexOf(field) !== index);
  if (twice !== undefined) throw new CannotRun(`Two columns are "${twice}"`);
  return columns;
}

function recordOf(cells: readonly string[], columns: readonly (Column | undefined)[]): string {
  const record: Record<string, unknown> = {};
  for (const [index, column] of columns.entries()) {
    const cell = cells[index];
    if (column && cell) record[column.field] = convertCell(cell, column.types);
  }
  return JSON.stringify(record);
}

const newlinesIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + cell.split("\n").length - 1, 0);

/** The rows of a CSV file with a header as records, by the number of the line they begin on. */
export async function* readCsv(
  bytes: AsyncIterable<Buffer>,
  mapping: ReadonlyMap<string, string>,
  schemas: FieldSchemas,
): AsyncGenerator<SourceRecord> {
  const counter = new LineCounter();
  let end = 0;
  const parser = parse({
    info: true,
    // A quote that never closes would take in the rest of the file.
    max_record_size: MAX_ROW_BYTES,
    on_record: (row: string[], { bytes: at }) => {
      end = at;
      return row;
    },
    record_delimiter: ["\r\n", "\n"],
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const source = Readable.from(counter.watch(bytes));
  source.on("error", (error) => parser.destroy(error)).pipe(parser);
  let columns: (Column | undefined)[] | undefined;
  try {
    for await (const parsed of parser) {
      const { record: cells, info } = parsed as { record: string[]; info: Info };
      const line = counter.lineBefore(info.bytes) - newlinesIn(cells);
      if (!columns) {
        columns = columnsOf(cells, mapping, schemas);
      } else if (cells.length === columns.length) {
        yield { line, json: recordOf(cells, columns) };
      } else {
        const problem = `has ${cells.length} cells where the header has ${columns.length}`;
        yield { line, json: undefined, problem };
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = end === 0 ? 1 : counter.lineBefore(end) + 1;
    throw new CannotRun(`Broken CSV in the row that begins on line ${line}: ${error.message}`);
  }
}
