import type { Db } from "#shared";
import type { AuditAction } from "./documents.table.ts";

export interface AuditNote {
  id: string;
  at: number;
  actor: string;
  action: AuditAction;
  documentId: string | null;
  /** Counts and names, never content. */
  detail?: Record<string, string | number>;
}

const INSERT = `
  INSERT INTO document_audit (tenant_id, id, at, actor, action, document_id, detail)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7`;

const auditValues = (tenantId: string, note: AuditNote) => [
  tenantId,
  note.id,
  note.at,
  note.actor,
  note.action,
  note.documentId,
  note.detail ? JSON.stringify(note.detail) : null,
];

/** A line of the audit for the batch that creates a document: written if the document was. */
export const auditOfNew = (db: Db, tenantId: string, note: AuditNote): D1PreparedStatement =>
  db
    .prepare(
      `${INSERT} WHERE EXISTS (SELECT 1 FROM documents WHERE tenant_id = ?1 AND id = ?6)
       ON CONFLICT DO NOTHING`,
    )
    .bind(...auditValues(tenantId, note));

export const writeAudit = async (db: Db, tenantId: string, note: AuditNote): Promise<void> => {
  await db.idempotent
    .prepare(`${INSERT} WHERE TRUE ON CONFLICT DO NOTHING`)
    .bind(...auditValues(tenantId, note))
    .run();
};
