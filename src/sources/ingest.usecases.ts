import { AppError, chunks, isoTimeOrNull } from "#shared";
import { checkRecords, type Incoming } from "./check-records.ts";
import type { Dataset } from "./dataset.ts";
import { deleteRows, putRows, readDatasetStates } from "./ingest.repository.ts";
import { datasets, findDataset } from "./registry.ts";
import type { SourcesDeps } from "./sources.ports.ts";

export function requireDataset(name: string): Dataset {
  const dataset = findDataset(name);
  if (dataset) return dataset;
  const allowed = datasets.map((one) => one.name);
  throw new AppError("NOT_FOUND", `Unknown dataset: ${name}`, {
    details: [{ param: "dataset", message: "must be one of the allowed values", allowed }],
  });
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
export async function listDatasets(deps: Pick<SourcesDeps, "db">, tenantId: string) {
  const states = await readDatasetStates(deps.db, tenantId);
  return datasets.map((dataset) => ({
    dataset,
    rows: states.get(dataset.name)?.row_count ?? 0,
    changedAt: isoTimeOrNull(states.get(dataset.name)?.changed_at ?? null),
  }));
}
