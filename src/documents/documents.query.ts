import { and, eq, gt, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Db } from "#shared";
import type { DocumentStatus, Format } from "./document.ts";
import {
  type DocumentFileRow,
  documentFiles,
  type DocumentRow,
  documents,
} from "./documents.table.ts";

/** A document that has not expired, whosever it is in the tenant. */
export const findDocument = (
  db: Db,
  tenantId: string,
  id: string,
  now: number,
): Promise<DocumentRow | undefined> =>
  drizzle(db)
    .select()
    .from(documents)
    .where(
      and(eq(documents.tenant_id, tenantId), eq(documents.id, id), gt(documents.expires_at, now)),
    )
    .get();

export interface ListWish {
  /** Null: everybody's. */
  userId: string | null;
  status: DocumentStatus | null;
  /** Folded. */
  search: string | null;
  limit: number;
  offset: number;
}

/** A page of documents, newest first, and how many there are. One call. */
export async function listDocuments(
  db: Db,
  tenantId: string,
  { userId, status, search, limit, offset }: ListWish,
  now: number,
): Promise<{ rows: DocumentRow[]; total: number }> {
  const conditions: (SQL | undefined)[] = [
    eq(documents.tenant_id, tenantId),
    gt(documents.expires_at, now),
    userId === null ? undefined : eq(documents.user_id, userId),
    status === null ? undefined : eq(documents.status, status),
    search === null ? undefined : sql`instr(${documents.search_text}, ${search}) > 0`,
  ];
  const where = and(...conditions);
  const database = drizzle(db);
  const [rows, counts] = await database.batch([
    database
      .select()
      .from(documents)
      .where(where)
      .orderBy(sql`${documents.created_at} DESC, ${documents.id} DESC`)
      .limit(limit)
      .offset(offset),
    database
      .select({ total: sql<number>`count(*)` })
      .from(documents)
      .where(where),
  ]);
  return { rows, total: counts[0]?.total ?? 0 };
}

export const findFile = (
  db: Db,
  tenantId: string,
  documentId: string,
  format: Format,
): Promise<DocumentFileRow | undefined> =>
  drizzle(db)
    .select()
    .from(documentFiles)
    .where(
      and(
        eq(documentFiles.tenant_id, tenantId),
        eq(documentFiles.document_id, documentId),
        eq(documentFiles.format, format),
      ),
    )
    .get();

export const countSources = async (db: Db, tenantId: string, documentId: string): Promise<number> =>
  (await db
    .prepare("SELECT count(*) AS n FROM document_sources WHERE tenant_id = ? AND document_id = ?")
    .bind(tenantId, documentId)
    .first<number>("n")) ?? 0;
