import { AppError, isoTimeOrNull, issueDetails } from "#shared";
import type { Dataset } from "./dataset.ts";
import { deleteRows, putRows, readDatasetStates } from "./ingest.repository.ts";
import { datasets, findDataset } from "./registry.ts";
import type { SourcesDeps } from "./sources.ports.ts";

/** One record as it arrived: a value, or why it could not be read. */
export type Incoming = { value: unknown } | { unreadable: string };

export interface RecordError {
  index: number;
  path: string;
  message: string;
}

const CHUNK_ROWS = 5_000;
/** Characters of JSON a statement: at most three bytes each, under D1's 2 MB a value. */
const CHUNK_CHARACTERS = 400_000;
const REPORTED_ERRORS = 100;

export function requireDataset(name: string): Dataset {
  const dataset = findDataset(name);
  if (dataset) return dataset;
  const allowed = datasets.map((one) => one.name);
  throw new AppError("NOT_FOUND", `Unknown dataset: ${name}`, {
    details: [{ param: "dataset", message: "must be one of the allowed values", allowed }],
  });
}

interface Checked {
  /** JSON arrays in the order of the dataset's columns, by key: the last record of a key counts. */
  rows: Map<string, string>;
  accepted: number;
  errors: RecordError[];
  rejected: number;
}

/** What a record lacks, or its row: a JSON array in the order of the dataset's columns. */
function checkRecord(dataset: Dataset, record: Incoming, references: ReadonlySet<string>) {
  if ("unreadable" in record) return { details: [{ param: "", message: record.unreadable }] };
  const parsed = dataset.record.safeParse(record.value);
  if (!parsed.success) return { details: issueDetails(parsed.error.issues) };
  const row = dataset.derive(parsed.data);
  const problem = dataset.check(row, references);
  if (problem) return { details: [problem] };
  const json = JSON.stringify(dataset.columns.map((column) => row[column] ?? null));
  if (json.length > CHUNK_CHARACTERS) {
    return { details: [{ param: "", message: `is larger than ${CHUNK_CHARACTERS} characters` }] };
  }
  return { key: JSON.stringify(dataset.key.map((column) => row[column])), json };
}

function checkRecords(
  dataset: Dataset,
  records: readonly Incoming[],
  references: ReadonlySet<string>,
): Checked {
  const checked: Checked = { rows: new Map(), accepted: 0, errors: [], rejected: 0 };
  for (const [index, record] of records.entries()) {
    const verdict = checkRecord(dataset, record, references);
    if (verdict.details) {
      checked.rejected += 1;
      for (const { param, message } of verdict.details) {
        if (checked.errors.length === REPORTED_ERRORS) break;
        checked.errors.push({ index, path: param, message });
      }
    } else {
      checked.accepted += 1;
      checked.rows.set(verdict.key, verdict.json);
    }
  }
  return checked;
}

/** Rows in JSON lists that fit D1's limits. */
function* chunks(rows: Iterable<string>): Generator<string> {
  let chunk: string[] = [];
  let characters = 0;
  for (const row of rows) {
    if (chunk.length === CHUNK_ROWS || characters + row.length > CHUNK_CHARACTERS) {
      yield `[${chunk.join(",")}]`;
      chunk = [];
      characters = 0;
    }
    chunk.push(row);
    characters += row.length + 1;
  }
  if (chunk.length > 0) yield `[${chunk.join(",")}]`;
}

/**
 * Stores the good records and reports the bad ones.
 * @returns `stored`: records that the dataset now holds as sent; `changed`: how many rows had to
 * change for that, so that sending the same records again answers 0.
 */
export async function ingestRecords(
  deps: SourcesDeps,
  tenantId: string,
  dataset: Dataset,
  records: readonly Incoming[],
  now: number,
) {
  const references = await dataset.loadReferences(deps.db, tenantId);
  const { rows, accepted, errors, rejected } = checkRecords(dataset, records, references);
  let changed = 0;
  for (const chunk of chunks(rows.values())) {
    changed += await putRows(deps.db, dataset, { tenantId, rows: chunk, now });
  }
  return {
    dataset: dataset.name,
    received: records.length,
    stored: accepted,
    changed,
    rejected,
    errors,
  };
}

/** Removes records by key, with what was computed from them. Keys that are not there are no error. */
export async function deleteRecords(
  deps: SourcesDeps,
  tenantId: string,
  dataset: Dataset,
  keys: readonly (readonly (string | number)[])[],
  now: number,
) {
  const change = { tenantId, rows: JSON.stringify(keys), now };
  const deleted = await deleteRows(deps.db, dataset, change);
  return { dataset: dataset.name, received: keys.length, deleted };
}

/** Every dataset with its key and what it holds of the tenant. */
export async function listDatasets(deps: SourcesDeps, tenantId: string) {
  const states = await readDatasetStates(deps.db, tenantId);
  return datasets.map((dataset) => ({
    dataset,
    rows: states.get(dataset.name)?.row_count ?? 0,
    changedAt: isoTimeOrNull(states.get(dataset.name)?.changed_at ?? null),
  }));
}
