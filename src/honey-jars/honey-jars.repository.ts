import type { Db } from "#shared";
import type { JarRow } from "./honey-jars.table.ts";

export const insertJar = async (db: Db, jar: JarRow): Promise<void> => {
  await db.idempotent
    .prepare(
      `INSERT INTO honey_jars (tenant_id, id, name, description, document_count, passage_count,
         bytes, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    )
    .bind(
      jar.tenant_id,
      jar.id,
      jar.name,
      jar.description,
      jar.document_count,
      jar.passage_count,
      jar.bytes,
      jar.created_at,
      jar.updated_at,
    )
    .run();
};

/** The jar with its documents, passages and index entries (a trigger's work), in one batch. */
export const deleteJar = async (db: Db, tenantId: string, jarId: string): Promise<void> => {
  const where = "WHERE tenant_id = ? AND jar_id = ?";
  await db.idempotent.batch([
    db.prepare(`DELETE FROM honey_jar_passages ${where}`).bind(tenantId, jarId),
    db.prepare(`DELETE FROM honey_jar_documents ${where}`).bind(tenantId, jarId),
    db.prepare("DELETE FROM honey_jars WHERE tenant_id = ? AND id = ?").bind(tenantId, jarId),
  ]);
};
