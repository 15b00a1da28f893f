import { AppError } from "#shared";
import type { Incoming } from "./ingest.usecases.ts";

export const MAX_RECORDS = 10_000;

const NEWLINE = 0x0a;
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

const tooMany = (): AppError =>
  new AppError("PAYLOAD_TOO_LARGE", `Too many records (limit ${MAX_RECORDS} a request)`);

const notJson = (): AppError => new AppError("BAD_REQUEST", "The body is not valid JSON");

function parseLine(bytes: Uint8Array): Incoming | undefined {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { unreadable: "is not valid UTF-8" };
  }
  if (text.trim() === "") return undefined;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { unreadable: "is not valid JSON" };
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (pieces.length === 1 && only) return only;
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The lines of a byte stream, chunk by chunk as they arrive. */
async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array[]> {
  let pending: Uint8Array[] = [];
  for await (const chunk of stream) {
    const lines: Uint8Array[] = [];
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      lines.push(joined([...pending, chunk.subarray(from, at)]));
      pending = [];
      from = at + 1;
    }
    if (from < chunk.length) pending.push(chunk.subarray(from));
    yield lines;
  }
  yield [joined(pending)];
}

/** One record a line; a line that cannot be read is a record of its own, empty lines are none. */
export async function readNdjson(stream: ReadableStream<Uint8Array>): Promise<Incoming[]> {
  const records: Incoming[] = [];
  for await (const lines of linesOf(stream)) {
    for (const line of lines) {
      const record = parseLine(line);
      if (record) records.push(record);
    }
    if (records.length > MAX_RECORDS) throw tooMany();
  }
  return records;
}

const isWrapped = (value: unknown): value is { records: unknown[] } =>
  typeof value === "object" &&
  value !== null &&
  Object.keys(value).length === 1 &&
  "records" in value &&
  Array.isArray(value.records);

/** `[…]` or `{"records": […]}`. */
export function readJson(bytes: ArrayBuffer): Incoming[] {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(bytes));
  } catch {
    throw notJson();
  }
  const records = isWrapped(value) ? value.records : value;
  if (!Array.isArray(records)) {
    throw new AppError("BAD_REQUEST", 'Send an array of records or {"records": […]}');
  }
  if (records.length > MAX_RECORDS) throw tooMany();
  return records.map((record: unknown) => ({ value: record }));
}
