import { isoTime } from "#shared";
import type { DocumentRow } from "./documents.table.ts";
import type { QueueFigures } from "./queue/queue.query.ts";

const SECOND_MS = 1_000;
const SOONEST_MS = 30_000;

/** Whole seconds, as this surface tells all times. */
export const secondTime = (ms: number): string => isoTime(ms - (ms % SECOND_MS));
export const secondTimeOrNull = (ms: number | null): string | null =>
  ms === null ? null : secondTime(ms);

const roundedUp = (ms: number): string => isoTime(Math.ceil(ms / SECOND_MS) * SECOND_MS);

/** Where a document stands: null where that has no meaning. */
export interface Standing {
  position: number | null;
  completion: string | null;
}

/**
 * When a document will be there. Queued: now + ceil((position + processing) / workers) × average;
 * processing: its start + average, at least 30 s ahead. The average is that of the queue's last
 * seven days; without any, the template's own estimate.
 */
export function standingOf(
  row: DocumentRow,
  { processing, averageSeconds }: QueueFigures,
  position: number | null,
  workers: number,
  now: number,
): Standing {
  const average = averageSeconds ?? row.template_snapshot.estimated_time_minutes * 60;
  if (row.status === "queued" && position !== null) {
    const rounds = Math.ceil((position + processing) / workers);
    return { position, completion: roundedUp(now + rounds * average * SECOND_MS) };
  }
  if (row.status === "processing" && row.started_at !== null) {
    const expected = row.started_at + average * SECOND_MS;
    return { position: null, completion: roundedUp(Math.max(expected, now + SOONEST_MS)) };
  }
  return { position: null, completion: null };
}

/** `8.5 minutes` */
export const minutesText = (seconds: number): string => `${(seconds / 60).toFixed(1)} minutes`;
