import { chunks, type Db, type ErrorDetail, type SizedRow } from "#shared";
import { checkRecord } from "./check-records.ts";
import { interactions } from "./datasets/interactions.ts";
import { putRows } from "./ingest.repository.ts";

/** An interaction as ingestion would store it, or what it lacks. */
export function checkInteraction(
  record: Record<string, unknown>,
  outcomes: ReadonlySet<string>,
): { row: SizedRow } | { details: readonly ErrorDetail[] } {
  const verdict = checkRecord(interactions, { value: record }, outcomes);
  return verdict.details ? { details: verdict.details } : { row: verdict.row };
}

/**
 * Stores checked interactions with all that is computed from them; one whose id is taken stays as
 * it is, also when two requests race.
 * @returns how many were new.
 */
export async function addInteractions(
  db: Db,
  tenantId: string,
  rows: readonly SizedRow[],
  now: number,
): Promise<number> {
  const { columns, name } = interactions;
  let added = 0;
  for (const chunk of chunks(rows)) {
    added += await putRows(db, interactions, { tenantId, columns, rows: chunk, now, addTo: name });
  }
  return added;
}
