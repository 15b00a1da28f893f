import type { Db } from "#shared";
import { auditOfNew, type AuditNote } from "./audit.repository.ts";
import type { DocumentRow, documentIdempotency } from "./documents.table.ts";

type IdempotencyRow = typeof documentIdempotency.$inferSelect;

const COLUMNS = [
  "tenant_id",
  "id",
  "user_id",
  "user_role",
  "title",
  "description",
  "search_text",
  "status",
  "priority",
  "priority_rank",
  "queue_name",
  "progress_percentage",
  "template_id",
  "template_snapshot",
  "parameters",
  "output_format",
  "honey_jar_id",
  "scrambling_requested",
  "scrambling_enabled",
  "pii_detected",
  "risk_level",
  "retry_count",
  "attempt",
  "tries",
  "download_count",
  "created_at",
  "updated_at",
  "enqueued_at",
  "expires_at",
  "revision",
] as const satisfies (keyof DocumentRow)[];

const bindable = (value: unknown): unknown =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : value;

const KEEP_KEY = `
  INSERT INTO document_idempotency
    (tenant_id, user_id, key, body_hash, document_id, created_at, expires_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
  ON CONFLICT DO UPDATE SET body_hash = excluded.body_hash, document_id = excluded.document_id,
    response = NULL, created_at = excluded.created_at, expires_at = excluded.expires_at
  WHERE document_idempotency.expires_at <= excluded.created_at`;

const KEY_IS_MINE = `EXISTS (SELECT 1 FROM document_idempotency
  WHERE tenant_id = ? AND user_id = ? AND key = ? AND document_id = ?)`;

/**
 * One batch: the document, what remembers its idempotency key, and the notes of the audit.
 * @returns false when another request took the key first: nothing was written then.
 */
export async function insertDocument(
  db: Db,
  row: DocumentRow,
  key: IdempotencyRow | null,
  notes: readonly AuditNote[],
): Promise<boolean> {
  const guard = key ? [key.tenant_id, key.user_id, key.key, row.id] : [];
  const keep = key && [key.tenant_id, key.user_id, key.key, key.body_hash, row.id, key.created_at];
  const results = await db.idempotent.batch([
    ...(key && keep ? [db.prepare(KEEP_KEY).bind(...keep, key.expires_at)] : []),
    db
      .prepare(
        `INSERT INTO documents (${COLUMNS.join(", ")}) SELECT ${COLUMNS.map(() => "?").join(", ")}
         WHERE ${key ? KEY_IS_MINE : "TRUE"} ON CONFLICT DO NOTHING`,
      )
      .bind(...COLUMNS.map((column) => bindable(row[column])), ...guard),
    ...notes.map((note) => auditOfNew(db, row.tenant_id, note)),
    db
      .prepare("SELECT 1 FROM documents WHERE tenant_id = ? AND id = ?")
      .bind(row.tenant_id, row.id),
  ]);
  return results.at(-1)?.results.length === 1;
}

/** Undoes an insert that the queue never heard of. */
export const withdrawDocument = async (db: Db, row: DocumentRow): Promise<void> => {
  const mine = "WHERE tenant_id = ?1 AND";
  await db.idempotent.batch([
    db
      .prepare(`DELETE FROM documents ${mine} id = ?2 AND status IN ('pending', 'queued')`)
      .bind(row.tenant_id, row.id),
    db
      .prepare(`DELETE FROM document_idempotency ${mine} user_id = ?2 AND document_id = ?3`)
      .bind(row.tenant_id, row.user_id, row.id),
    db.prepare(`DELETE FROM document_audit ${mine} document_id = ?2`).bind(row.tenant_id, row.id),
  ]);
};

export const findIdempotency = (
  db: Db,
  tenantId: string,
  userId: string,
  key: string,
  now: number,
) =>
  db
    .prepare(
      `SELECT * FROM document_idempotency
       WHERE tenant_id = ? AND user_id = ? AND key = ? AND expires_at > ?`,
    )
    .bind(tenantId, userId, key, now)
    .first<IdempotencyRow>();

/** Keeps the first answer; a later one of the same document does not replace it. */
export const keepResponse = async (
  db: Db,
  { tenant_id, user_id, id }: DocumentRow,
  key: string,
  response: string,
): Promise<void> => {
  await db.idempotent
    .prepare(
      `UPDATE document_idempotency SET response = ?5
       WHERE tenant_id = ?1 AND user_id = ?2 AND key = ?3 AND document_id = ?4 AND response IS NULL`,
    )
    .bind(tenant_id, user_id, key, id, response)
    .run();
};

/** A failed document queued anew, all of its last run cleared. @returns whether it was failed. */
export async function requeueDocument(
  db: Db,
  row: DocumentRow,
  now: number,
): Promise<DocumentRow | null> {
  const revision = row.revision + 1;
  const { results } = await db
    .prepare(
      `UPDATE documents SET status = 'queued', retry_count = retry_count + 1, tries = 0,
           enqueued_at = ?4, updated_at = ?4, revision = ?5, progress_percentage = 0,
           not_before = NULL, started_at = NULL, completed_at = NULL, error_message = NULL,
           result_summary = NULL, result_file_id = NULL, file_size_bytes = NULL, event_id = NULL
       WHERE tenant_id = ?1 AND id = ?2 AND status = 'failed' AND retry_count = ?3 RETURNING id`,
    )
    .bind(row.tenant_id, row.id, row.retry_count, now, revision)
    .all();
  if (results.length !== 1) return null;
  const times = { enqueued_at: now, revision };
  return { ...row, ...times, status: "queued", retry_count: row.retry_count + 1, tries: 0 };
}

export const countDownload = async (db: Db, tenantId: string, id: string): Promise<void> => {
  await db
    .prepare(
      "UPDATE documents SET download_count = download_count + 1 WHERE tenant_id = ? AND id = ?",
    )
    .bind(tenantId, id)
    .run();
};

const BELONGINGS = [
  "document_files",
  "document_sources",
  "document_shares",
  "document_pii_mappings",
];

/** An ended document with all that belongs to it, once its files are gone. @returns whether it was. */
export async function deleteDocument(db: Db, tenantId: string, id: string): Promise<boolean> {
  const ended = `EXISTS (SELECT 1 FROM documents WHERE tenant_id = ?1 AND id = ?2
    AND status IN ('completed', 'failed', 'cancelled'))`;
  const results = await db.idempotent.batch<{ id: string }>([
    ...BELONGINGS.map((table) =>
      db
        .prepare(`DELETE FROM ${table} WHERE tenant_id = ?1 AND document_id = ?2 AND ${ended}`)
        .bind(tenantId, id),
    ),
    db
      .prepare(
        `DELETE FROM documents WHERE tenant_id = ?1 AND id = ?2
         AND status IN ('completed', 'failed', 'cancelled')`,
      )
      .bind(tenantId, id),
    db.prepare("SELECT id FROM documents WHERE tenant_id = ?1 AND id = ?2").bind(tenantId, id),
  ]);
  return results.at(-1)?.results.length === 0;
}
