import {
  AppError,
  CHUNK_CHARACTERS,
  chunks,
  isoTimeOrNull,
  issueDetails,
  sized,
  type SizedRow,
} from "#shared";
import type { Dataset } from "./dataset.ts";
import { deleteRows, putRows, readDatasetStates } from "./ingest.repository.ts";
import { datasets, findDataset } from "./registry.ts";
import type { SourcesDeps } from "./sources.ports.ts";

/** One record as it arrived: a value, or why it could not be read. */
export type Incoming = { value: unknown } | { unreadable: string };

interface RecordError {
  index: number;
  path: string;
  message: string;
}

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
  /** By key: of several records of a key the last one counts. */
  rows: Map<string, SizedRow>;
  accepted: number;
  errors: RecordError[];
  rejected: number;
}

/** What a record lacks, or its row. */
function checkRecord(dataset: Dataset, record: Incoming, references: ReadonlySet<string>) {
  if ("unreadable" in record) return { details: [{ param: "", message: record.unreadable }] };
  const parsed = dataset.record.safeParse(record.value);
  if (!parsed.success) return { details: issueDetails(parsed.error.issues, record.value) };
  const row = dataset.derive(parsed.data);
  const problem = dataset.check(row, references);
  if (problem) return { details: [problem] };
  const sizedRow = sized(dataset.columns.map((column) => row[column] ?? null));
  if (sizedRow.characters > CHUNK_CHARACTERS) {
    return { details: [{ param: "", message: `is larger than ${CHUNK_CHARACTERS} characters` }] };
  }
  const key = dataset.key.map((column) => row[column]);
  return { key: JSON.stringify(key), row: sizedRow };
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
      checked.rows.set(verdict.key, verdict.row);
    }
  }
  return checked;
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
    const change = { tenantId, columns: dataset.columns, rows: chunk, now };
    changed += await putRows(deps.db, dataset, change);
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
  const change = { tenantId, columns: dataset.key, rows: keys, now };
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
