import { createReadStream, type ReadStream, type Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { createGunzip, type Gunzip } from "node:zlib";
import { type Batch, batchesOf } from "./batches.ts";
import { readFieldSchemas, sendRecords, type Target } from "./client.ts";
import type { FieldSchemas } from "./convert-cell.ts";
import { CannotRun, HELP, type IngestOptions, readIngestOptions } from "./options.ts";
import { createProgress, type Progress, type Screen } from "./progress.ts";
import { readCsv } from "./read-csv.ts";
import { readNdjson } from "./read-ndjson.ts";
import { allRejections, createRejectionLog, type RejectionLog } from "./rejections.ts";
import * as resume from "./resume-point.ts";

const EXIT = { allStored: 0, someRejected: 1, couldNotRun: 2 } as const;

async function fileStats(file: string): Promise<Stats> {
  try {
    const found = await stat(file);
    if (found.isFile()) return found;
  } catch {
    // Said below.
  }
  throw new CannotRun(`${file}: there is no such file, or it cannot be read`);
}

function unzip(raw: ReadStream): Gunzip {
  const unzipped = createGunzip();
  raw.on("error", (error) => unzipped.destroy(error)).pipe(unzipped);
  return unzipped;
}

function recordsOf({ file, isCsv, mapping }: IngestOptions, schemas: FieldSchemas) {
  const raw = createReadStream(file);
  const bytes = file.toLowerCase().endsWith(".gz") ? unzip(raw) : raw;
  return isCsv ? readCsv(bytes, mapping, schemas) : readNdjson(bytes);
}

interface Load {
  options: IngestOptions;
  target: Target;
  log: RejectionLog;
}

/** Sends a batch and adds what came of it. */
async function loadBatch({ options, target, log }: Load, batch: Batch, totals: resume.Totals) {
  const { dataset, errorsFile } = options;
  const { records, unsendable } = batch;
  totals.received += records.length + unsendable.length;
  totals.rejected += unsendable.length;
  if (records.length === 0) return log.add(unsendable);
  const lines = records.map(({ json }) => json);
  const verdict = await sendRecords(target, dataset, lines);
  totals.stored += verdict.stored;
  totals.changed += verdict.changed;
  totals.rejected += verdict.rejected;
  const cut = { ...verdict, rejected: errorsFile ? verdict.rejected : 0 };
  const refused = await allRejections(target, dataset, batch, cut);
  log.add([...unsendable, ...refused].toSorted((a, b) => a.line - b.line));
}

async function load(options: IngestOptions, progress: Progress): Promise<resume.Totals> {
  const identity = resume.loadIdentity(options, await fileStats(options.file));
  const target: Target = {
    url: options.url,
    key: options.key,
    onRetry: (reason, seconds) => progress.say(`${reason}; trying again in ${seconds} s`),
  };
  const schemas = await readFieldSchemas(target, options.dataset);
  const point = options.restart ? undefined : resume.readResumePoint(options.stateFile, identity);
  const totals = point?.totals ?? resume.noTotals();
  if (point) {
    progress.resume(point.totals);
    progress.say(`Going on at line ${point.nextLine} (--restart begins anew)`);
  }
  const log = await createRejectionLog(options.errorsFile, point !== undefined, progress.say);
  const records = recordsOf(options, schemas);
  try {
    for await (const batch of batchesOf(records, options.batchRecords, point?.nextLine ?? 1)) {
      await loadBatch({ options, target, log }, batch, totals);
      const next = { load: identity, nextLine: batch.nextLine, totals };
      resume.writeResumePoint(options.stateFile, next);
      progress.show(totals);
    }
  } finally {
    await log.close();
  }
  resume.removeResumePoint(options.stateFile);
  return totals;
}

/** The command: loads a file and tells how it went by its exit code. */
export async function runIngest(
  args: string[],
  env: NodeJS.ProcessEnv,
  screen: Screen,
): Promise<number> {
  const progress = createProgress(screen);
  try {
    const options = readIngestOptions(args, env);
    if (options === "help") {
      screen.out(HELP);
      return EXIT.allStored;
    }
    const totals = await load(options, progress);
    progress.end();
    screen.out(`${options.dataset}: ${progress.summary(totals)}`);
    return totals.rejected > 0 ? EXIT.someRejected : EXIT.allStored;
  } catch (error) {
    progress.end();
    if (!(error instanceof CannotRun) && !isFileTrouble(error)) throw error;
    screen.err(`${error.message}\n`);
    return EXIT.couldNotRun;
  }
}

/** Reading or unzipping the file failed. */
const isFileTrouble = (error: unknown): error is Error =>
  error instanceof Error && "code" in error && /^(E[A-Z]+|Z_.*)$/.test(String(error.code));
