import type { SourceRecord } from "./source-record.ts";

/** The service takes 8 MiB a request; well under it, a retry costs little. */
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_RECORD_BYTES = 7 * 1024 * 1024;

export interface Rejection {
  line: number;
  path: string;
  message: string;
}

/** Records that go in one request, with those of the same lines that cannot be sent. */
export interface Batch {
  records: { line: number; json: string }[];
  unsendable: Rejection[];
  /** The line after the last one that is in here. */
  nextLine: number;
}

const emptyBatch = (): Batch => ({ records: [], unsendable: [], nextLine: 1 });

function problemOf(record: SourceRecord): string | undefined {
  if (record.json === undefined) return record.problem ?? "cannot be read";
  return Buffer.byteLength(record.json) > MAX_RECORD_BYTES ? "is larger than 7 MiB" : undefined;
}

/** Groups the records from `firstLine` on, in the order of the file. */
export async function* batchesOf(
  records: AsyncIterable<SourceRecord>,
  maxRecords: number,
  firstLine: number,
): AsyncGenerator<Batch> {
  let batch = emptyBatch();
  let bytes = 0;
  for await (const record of records) {
    const { line, json = "" } = record;
    if (line < firstLine) continue;
    const problem = problemOf(record);
    const size = problem === undefined ? Buffer.byteLength(json) + 1 : 0;
    const count = batch.records.length + batch.unsendable.length;
    if (count === maxRecords || (count > 0 && bytes + size > MAX_BYTES)) {
      yield batch;
      batch = emptyBatch();
      bytes = 0;
    }
    if (problem === undefined) batch.records.push({ line, json });
    else batch.unsendable.push({ line, path: "", message: problem });
    batch.nextLine = line + 1;
    bytes += size;
  }
  if (batch.nextLine > 1) yield batch;
}
