import { createHash } from "node:crypto";
import { parseArgs } from "node:util";

export interface IngestOptions {
  url: string;
  key: string;
  dataset: string;
  file: string;
  isCsv: boolean;
  /** CSV column → field; an empty field leaves the column out. */
  mapping: Map<string, string>;
  batchRecords: number;
  stateFile: string;
  errorsFile: string | undefined;
  restart: boolean;
}

/** What keeps a load from running at all; its message is for the person at the keyboard. */
export class CannotRun extends Error {}

export const HELP = `Load records of a file into a dataset.

  npm run ingest -- --url <url> --key <key> <dataset> <file.ndjson|file.csv>[.gz]

  --url <url>            Where Almanac runs (or ALMANAC_URL; default http://localhost:8787)
  --key <key>            An API key with role editor or scope ingest (or ALMANAC_KEY)
  --map <column>=<field> Rename a CSV column; "<column>=" leaves it out. Repeatable
  --batch <n>            Records a request, 1 to 10000 (default 5000)
  --errors <file>        Write every rejected record's line, field and message there (NDJSON)
  --state <file>         Where to keep the resume point (default <file>.ingest-state.json)
  --restart              Begin at the first record, whatever the resume point says
  --help                 Show this

CSV values are converted by the dataset's JSON Schema; an empty cell is an absent field.
A load that was interrupted continues where it was when started again; sending records twice
changes nothing. Exit code: 0 all stored, 1 some rejected, 2 could not run.`;

const OPTIONS = {
  url: { type: "string" },
  key: { type: "string" },
  map: { type: "string", multiple: true },
  batch: { type: "string" },
  errors: { type: "string" },
  state: { type: "string" },
  restart: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const MAX_RECORDS = 10_000;
const DEFAULT_RECORDS = 5_000;

const kindOf = (file: string): "csv" | "ndjson" | undefined => {
  const [, kind] = /\.(csv|ndjson|jsonl)(?:\.gz)?$/i.exec(file) ?? [];
  if (kind === undefined) return undefined;
  return kind.toLowerCase() === "csv" ? "csv" : "ndjson";
};

function mappingOf(pairs: readonly string[]): Map<string, string> {
  return new Map(
    pairs.map((pair) => {
      const at = pair.lastIndexOf("=");
      if (at < 1) throw new CannotRun(`--map wants column=field, not "${pair}"`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

function urlOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return text.replace(/\/+$/, "");
  throw new CannotRun(`--url wants an http or https address, not "${text}"`);
}

function batchOf(text: string | undefined): number {
  const records = text === undefined ? DEFAULT_RECORDS : Number(text);
  if (Number.isInteger(records) && records >= 1 && records <= MAX_RECORDS) return records;
  throw new CannotRun(`--batch wants a whole number from 1 to ${MAX_RECORDS}`);
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new CannotRun(`${error instanceof Error ? error.message : String(error)}\nTry --help.`);
  }
}

/** The options of a load, or "help". */
export function readIngestOptions(args: string[], env: NodeJS.ProcessEnv): IngestOptions | "help" {
  const { values, positionals } = parse(args);
  if (values.help) return "help";
  const [dataset, file, ...others] = positionals;
  if (!dataset || !file || others.length > 0) {
    throw new CannotRun("Name a dataset and one file. Try --help.");
  }
  const key = values.key ?? env["ALMANAC_KEY"];
  if (!key) throw new CannotRun("Give a key with --key or ALMANAC_KEY");
  const kind = kindOf(file);
  if (!kind)
    throw new CannotRun(`${file}: the name must end in .ndjson, .csv, .ndjson.gz or .csv.gz`);
  return {
    url: urlOf(values.url ?? env["ALMANAC_URL"] ?? "http://localhost:8787"),
    key,
    dataset,
    file,
    isCsv: kind === "csv",
    mapping: mappingOf(values.map ?? []),
    batchRecords: batchOf(values.batch),
    stateFile: values.state ?? `${file}.ingest-state.json`,
    errorsFile: values.errors,
    restart: values.restart ?? false,
  };
}

/** Tells loads of different targets apart without keeping the key. */
export const keyDigest = (key: string): string =>
  createHash("sha256").update(key).digest("hex").slice(0, 16);
