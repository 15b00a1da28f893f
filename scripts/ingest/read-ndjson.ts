import { isUtf8 } from "node:buffer";
import type { SourceRecord } from "./source-record.ts";

const NEWLINE = 0x0a;

/** Lines of text, numbered from 1; the server says what is wrong with a line. */
export async function* readNdjson(bytes: AsyncIterable<Buffer>): AsyncGenerator<SourceRecord> {
  let pending: Buffer[] = [];
  let line = 0;
  const take = (last: Buffer): SourceRecord | undefined => {
    line += 1;
    const bytesOfLine = Buffer.concat([...pending, last]);
    pending = [];
    // Decoding would turn what is no UTF-8 into replacement characters, and nobody would notice.
    if (!isUtf8(bytesOfLine)) return { line, json: undefined, problem: "is not valid UTF-8" };
    const text = bytesOfLine.toString("utf8");
    const json = line === 1 ? text.replace(/^\uFEFF/, "") : text;
    return json.trim() === "" ? undefined : { line, json };
  };
  for await (const piece of bytes) {
    let from = 0;
    for (let at = piece.indexOf(NEWLINE); at !== -1; at = piece.indexOf(NEWLINE, from)) {
      const record = take(piece.subarray(from, at));
      if (record) yield record;
      from = at + 1;
    }
    if (from < piece.length) pending.push(piece.subarray(from));
  }
  const record = take(Buffer.alloc(0));
  if (record) yield record;
}
