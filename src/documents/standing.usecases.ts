import type { DocumentsDeps } from "./documents.ports.ts";
import type { DocumentRow } from "./documents.table.ts";
import { DEFAULT_QUEUE, isActive } from "./document.ts";
import { type Standing, standingOf } from "./estimates.ts";
import { readQueue } from "./queue/queue.query.ts";

const NOWHERE: Standing = { position: null, completion: null };

/** Where documents of a tenant stand. The queue is asked only if one of them is in it. */
export async function standings(
  { db, documents }: DocumentsDeps,
  tenantId: string,
  rows: readonly DocumentRow[],
  now: number,
): Promise<(row: DocumentRow) => Standing> {
  const active = rows.filter(({ status }) => isActive(status)).map(({ id }) => id);
  if (active.length === 0) return () => NOWHERE;
  const { figures, positions } = await readQueue(db, DEFAULT_QUEUE, tenantId, active, now);
  return (row) => standingOf(row, figures, positions.get(row.id) ?? null, documents.workers, now);
}

export const standing = async (
  deps: DocumentsDeps,
  row: DocumentRow,
  now: number,
): Promise<Standing> => (await standings(deps, row.tenant_id, [row], now))(row);
