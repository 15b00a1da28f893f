import type { Db } from "#shared";
import { MAPPING_KEPT_MS } from "../document-end.repository.ts";
import type { MappingStore } from "./mapping.ports.ts";

const READ = `SELECT iv, ciphertext FROM document_pii_mappings
  WHERE tenant_id = ? AND document_id = ? AND run = ?`;

/** A worker may be at it after the end, which set the time of deletion for what was there then. */
const WRITE = `INSERT INTO document_pii_mappings
    (tenant_id, document_id, run, iv, ciphertext, created_at, delete_after)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, CASE WHEN NOT EXISTS (SELECT 1 FROM documents
    WHERE tenant_id = ?1 AND id = ?2 AND retry_count = ?3 AND completed_at IS NULL)
    THEN ?6 + ${MAPPING_KEPT_MS} END)
  ON CONFLICT (tenant_id, document_id, run) DO UPDATE SET
    iv = excluded.iv, ciphertext = excluded.ciphertext`;

/** Mappings in D1, their bytes in base64. They are deleted with the end of the document. */
export const createMappingStore = (db: Db): MappingStore => ({
  async get({ tenantId, documentId, run }) {
    const row = await db
      .prepare(READ)
      .bind(tenantId, documentId, run)
      .first<{ iv: string; ciphertext: string }>();
    return (
      row && {
        iv: Uint8Array.fromBase64(row.iv),
        ciphertext: Uint8Array.fromBase64(row.ciphertext),
      }
    );
  },
  async put({ tenantId, documentId, run }, { iv, ciphertext }, now) {
    await db.idempotent
      .prepare(WRITE)
      .bind(tenantId, documentId, run, iv.toBase64(), ciphertext.toBase64(), now)
      .run();
  },
});
