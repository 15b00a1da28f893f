import { chunks, type Db, sized, type SizedRow } from "#shared";
import type { jarDocuments } from "./honey-jars.table.ts";
import type { Passage } from "./passages.ts";
import { jarTerm } from "./search-terms.ts";

export interface CutDocument {
  row: typeof jarDocuments.$inferInsert;
  passages: readonly Passage[];
}

// A batch that is repeated finds its first document and leaves the counters alone.
const COUNT_ADDED = `
  UPDATE honey_jars SET document_count = document_count + ?3, passage_count = passage_count + ?4,
    bytes = bytes + ?5, updated_at = max(updated_at, ?6)
  WHERE tenant_id = ?1 AND id = ?2 AND NOT EXISTS (
    SELECT 1 FROM honey_jar_documents WHERE tenant_id = ?1 AND jar_id = ?2 AND id = ?7)`;

// A jar that was deleted meanwhile gets nothing: neither documents nor, through them, passages.
const ADD_DOCUMENT = `
  INSERT INTO honey_jar_documents (tenant_id, jar_id, id, title, source_url, content_type, content,
    bytes, passage_count, created_at)
  SELECT tenant_id, id, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM honey_jars
  WHERE tenant_id = ?1 AND id = ?2 ON CONFLICT DO NOTHING`;

const ADD_PASSAGES = `
  INSERT INTO honey_jar_passages (tenant_id, jar_id, document_id, ordinal, jar_term, title,
    heading_path, passage)
  SELECT d.tenant_id, d.jar_id, d.id, value ->> 1, ?4, d.title, value ->> 2, value ->> 3
  FROM json_each(?3) CROSS JOIN honey_jar_documents d
    ON d.tenant_id = ?1 AND d.jar_id = ?2 AND d.id = value ->> 0
  WHERE true ON CONFLICT DO NOTHING`;

const COUNT_REMOVED = `
  UPDATE honey_jars SET document_count = document_count - 1,
    passage_count = honey_jars.passage_count - d.passage_count,
    bytes = honey_jars.bytes - d.bytes, updated_at = max(updated_at, ?4)
  FROM honey_jar_documents d
  WHERE honey_jars.tenant_id = ?1 AND honey_jars.id = ?2
    AND d.tenant_id = ?1 AND d.jar_id = ?2 AND d.id = ?3`;

/** The passages as `[[document id, ordinal, heading path, text], …]`. */
const passageRows = (documents: readonly CutDocument[]): SizedRow[] =>
  documents.flatMap(({ row, passages }) =>
    passages.map(({ ordinal, heading_path, text }) => sized([row.id, ordinal, heading_path, text])),
  );

const sum = (documents: readonly CutDocument[], of: (document: CutDocument) => number): number =>
  documents.reduce((total, document) => total + of(document), 0);

/**
 * Documents with their passages and the jar's counters in one batch: all or nothing.
 * @returns whether there was such a jar.
 */
export async function insertDocuments(
  db: Db,
  tenantId: string,
  jarId: string,
  documents: readonly CutDocument[],
  now: number,
): Promise<boolean> {
  const passages = sum(documents, (document) => document.passages.length);
  const bytes = sum(documents, ({ row }) => row.bytes);
  const first = documents[0]?.row.id ?? "";
  const results = await db.idempotent.batch([
    db.prepare(COUNT_ADDED).bind(tenantId, jarId, documents.length, passages, bytes, now, first),
    ...documents.map(({ row }) => {
      const { id, title, source_url, content_type, content } = row;
      return db
        .prepare(ADD_DOCUMENT)
        .bind(
          tenantId,
          jarId,
          id,
          title,
          source_url ?? null,
          content_type,
          content,
          row.bytes,
          row.passage_count,
          now,
        );
    }),
    ...Iterator.from(chunks(passageRows(documents))).map((rows) =>
      db.prepare(ADD_PASSAGES).bind(tenantId, jarId, JSON.stringify(rows), jarTerm(jarId)),
    ),
    db.prepare("SELECT 1 FROM honey_jars WHERE tenant_id = ? AND id = ?").bind(tenantId, jarId),
  ]);
  return results.at(-1)?.results.length === 1;
}

/** A document with its passages, and what the jar counts of it, in one batch. */
export const deleteDocument = async (
  db: Db,
  tenantId: string,
  jarId: string,
  documentId: string,
  now: number,
): Promise<void> => {
  const key = [tenantId, jarId, documentId];
  const where = "WHERE tenant_id = ? AND jar_id = ?";
  await db.idempotent.batch([
    db.prepare(COUNT_REMOVED).bind(...key, now),
    db.prepare(`DELETE FROM honey_jar_passages ${where} AND document_id = ?`).bind(...key),
    db.prepare(`DELETE FROM honey_jar_documents ${where} AND id = ?`).bind(...key),
  ]);
};
