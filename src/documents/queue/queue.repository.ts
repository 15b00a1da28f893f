import type { Db } from "#shared";
import { type DocumentStatus, isActive } from "../document.ts";
import { errorMessage } from "../document-error.ts";
import { endStatements, NEW_UUID } from "../document-end.repository.ts";
import type { Change } from "./queue.ts";

/** Changes in one batch: each is a few statements. */
const PORTION = 20;

const TELL = `
  UPDATE documents SET status = ?5, attempt = ?6, tries = ?7,
    progress_percentage = coalesce(?8, progress_percentage), not_before = ?9,
    started_at = CASE WHEN ?5 IN ('queued', 'processing') THEN ?10 ELSE coalesce(?10, started_at) END,
    completed_at = ?11, error_message = ?12, updated_at = ?13, revision = ?4,
    event_id = CASE WHEN ?11 IS NULL THEN NULL ELSE ${NEW_UUID} END
  WHERE tenant_id = ?1 AND id = ?2 AND status IN ('pending', 'queued', 'processing')
    AND retry_count = ?3 AND revision < ?4`;

const SEEN = "SELECT status, retry_count, revision FROM documents WHERE tenant_id = ?1 AND id = ?2";

interface Seen {
  status: DocumentStatus;
  retry_count: number;
  revision: number;
}

const tellStatement = (db: Db, change: Change): D1PreparedStatement =>
  db
    .prepare(TELL)
    .bind(
      change.tenantId,
      change.documentId,
      change.run,
      change.revision,
      change.status,
      change.attempt,
      change.tries,
      change.progress,
      change.notBefore,
      change.startedAt,
      change.completedAt,
      change.error && errorMessage(change.error),
      change.at,
    );

async function tellPortion(db: Db, changes: readonly Change[]) {
  const statements = changes.map((change) => [
    tellStatement(db, change),
    ...(change.completedAt === null
      ? []
      : endStatements(db, change.tenantId, change.documentId, change.status, change.at)),
    db.prepare(SEEN).bind(change.tenantId, change.documentId),
  ]);
  const results = await db.idempotent.batch<Seen>(statements.flat());
  let at = 0;
  return changes.map((change, index) => {
    at += statements[index]?.length ?? 0;
    return { change, seen: results[at - 1]?.results[0] };
  });
}

/**
 * Whether D1 shows the change, or a newer word of the same run: of two tellings under way at once
 * the later may arrive first. The status too, for a worker completes without a revision of its own.
 */
function isShown(change: Change, seen: Seen | undefined): boolean {
  if (seen?.retry_count !== change.run) return false;
  if (seen.revision === change.revision) return seen.status === change.status;
  return seen.revision > change.revision && change.completedAt === null && isActive(seen.status);
}

/**
 * Tells D1 of changes, each by compare-and-set: a row that ended, or knows a newer word, stays.
 * @returns what D1 now shows or has left behind, and what is gone or ended otherwise.
 */
export async function tellChanges(
  db: Db,
  changes: readonly Change[],
): Promise<{ told: Change[]; gone: Change[] }> {
  const told: Change[] = [];
  const gone: Change[] = [];
  for (let at = 0; at < changes.length; at += PORTION) {
    for (const { change, seen } of await tellPortion(db, changes.slice(at, at + PORTION))) {
      (isShown(change, seen) ? told : gone).push(change);
    }
  }
  return { told, gone };
}
