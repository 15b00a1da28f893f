import type { Db } from "#shared";
import type { JarDocumentRow, JarRow } from "./honey-jars.table.ts";

export interface PageWish {
  limit: number;
  offset: number;
}

/** A jar of the tenant; null when there is none of this id. */
export const readJar = (db: Db, tenantId: string, jarId: string): Promise<JarRow | null> =>
  db
    .prepare("SELECT * FROM honey_jars WHERE tenant_id = ? AND id = ?")
    .bind(tenantId, jarId)
    .first<JarRow>();

/** A page of the tenant's jars, newest first, and how many there are. One call. */
export async function listJars(db: Db, tenantId: string, { limit, offset }: PageWish) {
  const [rows, totals] = await db.batch([
    db
      .prepare(
        `SELECT * FROM honey_jars WHERE tenant_id = ?
         ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?`,
      )
      .bind(tenantId, limit, offset),
    db.prepare("SELECT count(*) AS total FROM honey_jars WHERE tenant_id = ?").bind(tenantId),
  ]);
  const [count] = (totals?.results ?? []) as { total: number }[];
  return { rows: (rows?.results ?? []) as JarRow[], total: count?.total ?? 0 };
}

/** A page of a jar's documents, newest first, and how many there are; null without the jar. */
export async function listDocuments(
  db: Db,
  tenantId: string,
  jarId: string,
  { limit, offset }: PageWish,
) {
  const [jars, rows] = await db.batch([
    db
      .prepare("SELECT document_count AS total FROM honey_jars WHERE tenant_id = ? AND id = ?")
      .bind(tenantId, jarId),
    db
      .prepare(
        `SELECT tenant_id, jar_id, id, title, source_url, content_type, bytes, passage_count,
           created_at
         FROM honey_jar_documents WHERE tenant_id = ? AND jar_id = ?
         ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?`,
      )
      .bind(tenantId, jarId, limit, offset),
  ]);
  const [jar] = (jars?.results ?? []) as { total: number }[];
  return jar ? { rows: (rows?.results ?? []) as JarDocumentRow[], total: jar.total } : null;
}

/** Whether the jar is there, and whether it holds the document. */
export async function findDocument(db: Db, tenantId: string, jarId: string, documentId: string) {
  const row = await db
    .prepare(
      `SELECT EXISTS (SELECT 1 FROM honey_jar_documents d
         WHERE d.tenant_id = j.tenant_id AND d.jar_id = j.id AND d.id = ?3) AS found
       FROM honey_jars j WHERE j.tenant_id = ?1 AND j.id = ?2`,
    )
    .bind(tenantId, jarId, documentId)
    .first<{ found: number }>();
  return { jar: row !== null, document: row?.found === 1 };
}
