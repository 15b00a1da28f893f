import { and, asc, eq, lte, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { DAY_MS, type Db } from "#shared";
import { documentPurges as purges, type DocumentRow, documents } from "./documents.table.ts";

const AUDIT_KEPT_MS = 365 * DAY_MS;
const DELIVERIES_KEPT_MS = 30 * DAY_MS;

/**
 * Active documents of any tenant that nothing was told of since `before`: first those that the queue
 * has not taken in, for behind a long queue they would wait for it to shorten; then the oldest.
 */
export const staleDocuments = (db: Db, before: number, limit: number): Promise<DocumentRow[]> =>
  drizzle(db)
    .select()
    .from(documents)
    // As the partial index says it: bound values would not be known to match.
    .where(
      and(sql`status IN ('pending', 'queued', 'processing')`, lte(documents.updated_at, before)),
    )
    .orderBy(sql`status <> 'pending'`, asc(documents.updated_at))
    .limit(limit);

export const expiredDocuments = (db: Db, now: number, limit: number): Promise<DocumentRow[]> =>
  drizzle(db)
    .select()
    .from(documents)
    .where(lte(documents.expires_at, now))
    .orderBy(asc(documents.expires_at))
    .limit(limit);

export const duePurges = (db: Db, now: number, limit: number) =>
  drizzle(db)
    .select()
    .from(purges)
    .where(lte(purges.due_at, now))
    .orderBy(asc(purges.due_at))
    .limit(limit);

/** Keys that documents name, and whether the document is at work again. */
export async function filesInUse(
  db: Db,
  tenantId: string,
  documentId: string,
): Promise<{ active: boolean; keys: ReadonlySet<string> }> {
  const [status, files] = await db.batch<{ active: number; r2_key: string }>([
    db
      .prepare(
        `SELECT status IN ('pending', 'queued', 'processing') AS active
         FROM documents WHERE tenant_id = ? AND id = ?`,
      )
      .bind(tenantId, documentId),
    db
      .prepare("SELECT r2_key FROM document_files WHERE tenant_id = ? AND document_id = ?")
      .bind(tenantId, documentId),
  ]);
  return {
    active: status?.results[0]?.active === 1,
    keys: new Set(files?.results.map(({ r2_key }) => r2_key)),
  };
}

/** Unless its document ended anew meanwhile. */
export const forgetPurge = async (db: Db, purge: typeof purges.$inferSelect): Promise<void> => {
  await drizzle(db.idempotent)
    .delete(purges)
    .where(
      and(
        eq(purges.tenant_id, purge.tenant_id),
        eq(purges.document_id, purge.document_id),
        eq(purges.due_at, purge.due_at),
      ),
    );
};

/** Rows whose time is over: mappings of personal data, idempotency keys, audit, deliveries. */
export async function deleteOutdated(db: Db, now: number): Promise<void> {
  await db.idempotent.batch([
    db.prepare("DELETE FROM document_pii_mappings WHERE delete_after <= ?").bind(now),
    db.prepare("DELETE FROM document_idempotency WHERE expires_at <= ?").bind(now),
    db.prepare("DELETE FROM document_audit WHERE at <= ?").bind(now - AUDIT_KEPT_MS),
    db
      .prepare("DELETE FROM document_webhook_deliveries WHERE created_at <= ?")
      .bind(now - DELIVERIES_KEPT_MS),
  ]);
}
