import { createWriteStream } from "node:fs";
import { once } from "node:events";
import type { Batch, Rejection } from "./batches.ts";
import { sendRecords, type Target, type Verdict } from "./client.ts";
import { CannotRun } from "./options.ts";

const SHOWN = 20;
/** The service names the first 100 errors of a request. */
const SLICE = 100;

const located = (records: Batch["records"], { errors }: Verdict): Rejection[] =>
  errors.map(({ index, path, message }) => ({ line: records[index]?.line ?? 0, path, message }));

/** Every rejection of a batch: past the last one named, the records are sent again in slices. */
export async function allRejections(
  target: Target,
  dataset: string,
  { records }: Batch,
  verdict: Verdict,
): Promise<Rejection[]> {
  const found = located(records, verdict);
  const named = new Set(verdict.errors.map(({ index }) => index));
  let missing = verdict.rejected - named.size;
  let from = Math.max(-1, ...named) + 1;
  for (; missing > 0 && from < records.length; from += SLICE) {
    const slice = records.slice(from, from + SLICE);
    const lines = slice.map(({ json }) => json);
    const again = await sendRecords(target, dataset, lines);
    found.push(...located(slice, again));
    missing -= again.rejected;
  }
  return found;
}

export interface RejectionLog {
  add(rejections: readonly Rejection[]): void;
  close(): Promise<void>;
}

/** Shows the first rejections, and writes all of them when there is a file for them. */
export async function createRejectionLog(
  file: string | undefined,
  isResumed: boolean,
  say: (line: string) => void,
): Promise<RejectionLog> {
  const stream = file && createWriteStream(file, { flags: isResumed ? "a" : "w" });
  if (stream) {
    try {
      await once(stream, "open");
    } catch {
      throw new CannotRun(`Cannot write ${file}`);
    }
  }
  let shown = 0;
  return {
    add: (rejections) => {
      for (const rejection of rejections) {
        if (stream) stream.write(`${JSON.stringify(rejection)}\n`);
        shown += 1;
        if (shown > SHOWN) continue;
        const { line, path, message } = rejection;
        say(`line ${line}: ${path === "" ? "" : `${path} `}${message}`);
        if (shown === SHOWN)
          say("… further rejections are counted, not shown (--errors keeps all)");
      }
    },
    close: async () => {
      if (stream) await new Promise((resolve) => stream.end(resolve));
    },
  };
}
