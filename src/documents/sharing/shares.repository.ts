import { and, desc, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Db } from "#shared";
import { documentShares as shares, type ShareRow } from "../sharing.table.ts";

/** With the time as `?1`. */
const ACTIVE = `revoked_at IS NULL AND expires_at > ?1 AND (max_uses IS NULL OR uses < max_uses)`;

const COLUMNS =
  "tenant_id, id, document_id, created_by, method, token_hash, created_at, expires_at, max_uses";

const INSERT = `
  INSERT INTO document_shares (${COLUMNS}, uses)
  SELECT ?2, ?3, ?4, ?5, ?6, ?7, ?1, ?8, ?9, 0
  WHERE (SELECT count(*) FROM document_shares
    WHERE tenant_id = ?2 AND document_id = ?4 AND ${ACTIVE}) < ?10
  ON CONFLICT DO NOTHING`;

/** @returns false when the document has `most` active ones already: nothing was written then. */
export async function insertShare(db: Db, row: ShareRow, most: number): Promise<boolean> {
  const of = [row.tenant_id, row.id, row.document_id, row.created_by];
  const what = [row.method, row.token_hash, row.expires_at, row.max_uses];
  const results = await db.idempotent.batch([
    db.prepare(INSERT).bind(row.created_at, ...of, ...what, most),
    db
      .prepare("SELECT 1 FROM document_shares WHERE tenant_id = ? AND id = ?")
      .bind(row.tenant_id, row.id),
  ]);
  return results.at(-1)?.results.length === 1;
}

/** All of a document, newest first. */
export const listShares = (db: Db, tenantId: string, documentId: string): Promise<ShareRow[]> =>
  drizzle(db)
    .select()
    .from(shares)
    .where(and(eq(shares.tenant_id, tenantId), eq(shares.document_id, documentId)))
    .orderBy(desc(shares.created_at), desc(shares.id));

/** The active share of a token, whoever brings it. */
export const findSharedBy = (db: Db, tokenHash: string, now: number): Promise<ShareRow | null> =>
  db
    .prepare(`SELECT * FROM document_shares WHERE token_hash = ?2 AND ${ACTIVE}`)
    .bind(now, tokenHash)
    .first<ShareRow>();

/** Counts a use while there is one left. Not to be repeated: each call is a use. */
export async function takeUse(
  db: Db,
  { tenant_id, id }: Pick<ShareRow, "tenant_id" | "id">,
  now: number,
): Promise<boolean> {
  const { results } = await db
    .prepare(
      `UPDATE document_shares SET uses = uses + 1, last_used_at = ?1
       WHERE tenant_id = ?2 AND id = ?3 AND ${ACTIVE} RETURNING id`,
    )
    .bind(now, tenant_id, id)
    .all();
  return results.length === 1;
}

/** @returns whether it was revoked now, before, or is not there. */
export async function revokeShare(
  db: Db,
  tenantId: string,
  documentId: string,
  id: string,
  now: number,
): Promise<"now" | "before" | "absent"> {
  const key = "WHERE tenant_id = ?1 AND id = ?2 AND document_id = ?3";
  const [revoked, found] = await db.batch([
    db
      .prepare(
        `UPDATE document_shares SET revoked_at = ?4 ${key} AND revoked_at IS NULL RETURNING id`,
      )
      .bind(tenantId, id, documentId, now),
    db.prepare(`SELECT id FROM document_shares ${key}`).bind(tenantId, id, documentId),
  ]);
  if (revoked?.results.length === 1) return "now";
  return found?.results.length === 1 ? "before" : "absent";
}
