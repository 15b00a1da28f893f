import type { Db } from "#shared";
import type { MappingStore } from "./mapping.ports.ts";

const READ = `SELECT iv, ciphertext FROM document_pii_mappings
  WHERE tenant_id = ? AND document_id = ? AND run = ?`;

const WRITE = `INSERT INTO document_pii_mappings (tenant_id, document_id, run, iv, ciphertext, created_at)
  VALUES (?, ?, ?, ?, ?, ?)
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
