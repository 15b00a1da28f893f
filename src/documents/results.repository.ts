import type { Db } from "#shared";
import { endStatements, NEW_UUID } from "./document-end.repository.ts";
import type { DocumentFileRow, DocumentRow } from "./documents.table.ts";
import type { Composition } from "./generator.ts";

interface Outcome {
  files: readonly DocumentFileRow[];
  composition: Pick<Composition, "sources" | "pii">;
  summary: Record<string, unknown>;
  /** The file of the document's own format. */
  result: DocumentFileRow;
}

const COMPLETE = `
  UPDATE documents SET status = 'completed', progress_percentage = 100, completed_at = ?5,
    updated_at = ?5, result_summary = ?6, result_file_id = ?7, file_size_bytes = ?8,
    pii_detected = ?9, risk_level = ?10, error_message = NULL, not_before = NULL,
    event_id = ${NEW_UUID}
  WHERE tenant_id = ?1 AND id = ?2 AND status = 'processing' AND attempt = ?3 AND retry_count = ?4`;

/** Holds for the attempt that completed the document. */
const IF_MINE = `EXISTS (SELECT 1 FROM documents WHERE tenant_id = ?1 AND id = ?2
  AND status = 'completed' AND attempt = ?3)`;

const FILES = `
  INSERT INTO document_files (tenant_id, document_id, format, id, attempt, r2_key, sha256,
    size_bytes, mime_type, created_at)
  SELECT ?1, ?2, value ->> 'format', value ->> 'id', ?3, value ->> 'r2_key', value ->> 'sha256',
    value ->> 'size_bytes', value ->> 'mime_type', ?5
  FROM json_each(?4) WHERE ${IF_MINE} ON CONFLICT DO NOTHING`;

const SOURCES = `
  INSERT INTO document_sources (tenant_id, document_id, n, kind, source_document_id, title, url,
    passages_used)
  SELECT ?1, ?2, value ->> 'n', value ->> 'kind', value ->> 'sourceDocumentId', value ->> 'title',
    value ->> 'url', value ->> 'passagesUsed'
  FROM json_each(?4) WHERE ${IF_MINE} ON CONFLICT DO NOTHING`;

/** One batch: the end of a document with all that was made. @returns false when it is not its attempt's any more. */
export async function completeDocument(
  db: Db,
  row: DocumentRow,
  attempt: number,
  { files, composition: { sources, pii }, summary, result }: Outcome,
  now: number,
): Promise<boolean> {
  const key = [row.tenant_id, row.id, attempt] as const;
  const values = [JSON.stringify(summary), result.id, result.size_bytes];
  const results = await db.idempotent.batch([
    db
      .prepare(COMPLETE)
      .bind(...key, row.retry_count, now, ...values, pii.detected ? 1 : 0, pii.riskLevel),
    db.prepare(FILES).bind(...key, JSON.stringify(files), now),
    db.prepare(SOURCES).bind(...key, JSON.stringify(sources)),
    ...endStatements(db, row.tenant_id, row.id, "completed", now),
    db.prepare(`SELECT 1 WHERE ${IF_MINE}`).bind(...key),
  ]);
  return results.at(-1)?.results.length === 1;
}

/** A file made on demand; the first one of a format stays. @returns that one. */
export async function addFile(db: Db, file: DocumentFileRow): Promise<DocumentFileRow | null> {
  const names = Object.keys(file);
  const marks = names.map(() => "?").join(", ");
  const [, found] = await db.idempotent.batch<DocumentFileRow>([
    db
      .prepare(
        `INSERT INTO document_files (${names.join(", ")}) SELECT ${marks}
         WHERE EXISTS (SELECT 1 FROM documents WHERE tenant_id = ? AND id = ?)
         ON CONFLICT DO NOTHING`,
      )
      .bind(...Object.values(file), file.tenant_id, file.document_id),
    db
      .prepare(
        "SELECT * FROM document_files WHERE tenant_id = ? AND document_id = ? AND format = ?",
      )
      .bind(file.tenant_id, file.document_id, file.format),
  ]);
  return found?.results[0] ?? null;
}
