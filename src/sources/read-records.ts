import { AppError } from "#shared";
import type { Incoming } from "./check-records.ts";

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
      const line = chunk.subarray(from, at);
      if (pending.length > 0 || line.length > 1) lines.push(joined([...pending, line]));
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

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const OPENING = [0x5b, 0x7b];
const CLOSING = [0x5d, 0x7d];

/**
 * Whether the first list of a JSON text has more elements than we take: told from the bytes, for
 * eight megabytes of `{},{},…` parse to more memory than a Worker has.
 */
function hasTooMany(bytes: Uint8Array): boolean {
  let depth = 0;
  let list = 0;
  let commas = 0;
  let inText = false;
  for (let at = 0; at < bytes.length && commas < MAX_RECORDS; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) inText = !inText;
    else if (inText) at += byte === BACKSLASH ? 1 : 0;
    else if (byte === COMMA) commas += depth === list ? 1 : 0;
    else if (OPENING.includes(byte)) {
      depth += 1;
      if (list === 0 && byte === OPENING[0]) list = depth;
    } else if (CLOSING.includes(byte)) depth -= 1;
  }
  return commas >= MAX_RECORDS;
}

const isWrapped = (value: unknown): value is { records: unknown[] } =>
  typeof value === "object" &&
  value !== null &&
  Object.keys(value).length === 1 &&
  "records" in value &&
  Array.isArray(value.records);

/** `[…]` or `{"records": […]}`. */
export function readJson(bytes: ArrayBuffer): Incoming[] {
  if (hasTooMany(new Uint8Array(bytes))) throw tooMany();
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
  return records.map((record: unknown) => ({ value: record }));
}
