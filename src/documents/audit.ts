import type { Ids } from "#shared";
import type { AuditNote } from "./audit.repository.ts";
import type { AuditAction, DocumentRow } from "./documents.table.ts";

type Documented = Pick<DocumentRow, "id" | "user_id">;

export const auditNote = (
  { ids }: { ids: Ids },
  action: AuditAction,
  { id, user_id }: Documented,
  at: number,
): AuditNote => ({ id: ids.uuid(), at, actor: user_id, action, documentId: id });

/** What is noted of a creation: also that somebody asked for no scrambling. */
export const auditNotes = (deps: { ids: Ids }, row: DocumentRow, at: number): AuditNote[] => [
  auditNote(deps, "document.created", row, at),
  ...(row.scrambling_requested === 1 ? [] : [auditNote(deps, "scrambling.off_requested", row, at)]),
];
