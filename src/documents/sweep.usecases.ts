import { failureFields, MINUTE_MS } from "#shared";
import { auditNote } from "./audit.ts";
import { writeAudit } from "./audit.repository.ts";
import { DEFAULT_QUEUE, isActive } from "./document.ts";
import { seedOf } from "./document-row.ts";
import type { DocumentsDeps } from "./documents.ports.ts";
import { deleteDocument } from "./documents.repository.ts";
import type { documentPurges, DocumentRow } from "./documents.table.ts";
import { documentPrefix, filesUnder, removeFiles } from "./files.ts";
import {
  deleteOutdated,
  duePurges,
  expiredDocuments,
  filesInUse,
  forgetPurge,
  staleDocuments,
} from "./sweep.repository.ts";

const SWEPT = 200;
const PURGED = 50;

type Purge = typeof documentPurges.$inferSelect;

const folderOf = (key: string): string => key.slice(0, key.lastIndexOf("/"));

/**
 * Removes checkpoints and what attempts left that did not complete. The folder of the attempt that
 * did stays whole: a format may just be made there on demand.
 */
async function purge({ db, files }: DocumentsDeps, due: Purge): Promise<void> {
  const document = { tenant_id: due.tenant_id, id: due.document_id };
  const { active, keys } = await filesInUse(db, document.tenant_id, document.id);
  const kept = new Set([...keys].map(folderOf));
  if (!active) {
    for await (const page of filesUnder(files, documentPrefix(document))) {
      await files.remove(page.map(({ key }) => key).filter((key) => !kept.has(folderOf(key))));
    }
  }
  await forgetPurge(db, due);
}

/** One after the other; a failure of one is noted and leaves the others alone. */
async function each<T>(
  { logger }: DocumentsDeps,
  event: string,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  for (const item of items) {
    await work(item).catch((error: unknown) => logger.error(event, failureFields(error)));
  }
}

/** Every minute: documents that the queue may have lost, and files that nobody needs. */
export async function sweepDocuments(deps: DocumentsDeps): Promise<void> {
  const now = deps.clock.now();
  const stale = await staleDocuments(deps.db, now - MINUTE_MS, SWEPT);
  if (stale.length > 0) await deps.queues(DEFAULT_QUEUE).enqueue(stale.map(seedOf));
  const due = await duePurges(deps.db, now, PURGED);
  await each(deps, "documents.purge.failed", due, (one) => purge(deps, one));
}

async function expire(deps: DocumentsDeps, row: DocumentRow, now: number): Promise<void> {
  if (isActive(row.status)) await deps.queues(row.queue_name).cancel(seedOf(row));
  await removeFiles(deps.files, row);
  if (!(await deleteDocument(deps.db, row.tenant_id, row.id))) return;
  const note = { ...auditNote(deps, "document.expired", row, now), actor: "system" };
  await writeAudit(deps.db, row.tenant_id, note);
}

/** Every hour: documents past their time, objects before rows, and rows of other tables. */
export async function expireDocuments(deps: DocumentsDeps): Promise<void> {
  const now = deps.clock.now();
  const expired = await expiredDocuments(deps.db, now, SWEPT);
  await each(deps, "documents.expiry.failed", expired, (row) => expire(deps, row, now));
  await deleteOutdated(deps.db, now);
}
