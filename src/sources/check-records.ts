import { CHUNK_CHARACTERS, issueDetails, sized, type SizedRow } from "#shared";
import type { Dataset } from "./dataset.ts";

/** One record as it arrived: a value, or why it could not be read. */
export type Incoming = { value: unknown } | { unreadable: string };

interface RecordError {
  index: number;
  path: string;
  message: string;
}

const REPORTED_ERRORS = 100;

interface Checked {
  /** By key: of several records of a key the last one counts. */
  rows: Map<string, SizedRow>;
  accepted: number;
  errors: RecordError[];
  rejected: number;
}

/** What a record lacks, or its row. */
export function checkRecord(dataset: Dataset, record: Incoming, references: ReadonlySet<string>) {
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

export function checkRecords(
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
