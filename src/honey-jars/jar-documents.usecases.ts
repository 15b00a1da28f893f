import { AppError, isoTime, pageOf } from "#shared";
import { blocksOf, type ContentType } from "./document-blocks.ts";
import type { HoneyJarsDeps } from "./honey-jars.ports.ts";
import * as query from "./honey-jars.query.ts";
import type { JarDocumentRecord, NewDocument, Page } from "./honey-jars.schemas.ts";
import type { JarDocumentRow } from "./honey-jars.table.ts";
import { jarNotFound } from "./honey-jars.usecases.ts";
import * as repository from "./jar-documents.repository.ts";
import { cutPassages } from "./passages.ts";

const encoder = new TextEncoder();

async function cutDocument(
  { ids }: HoneyJarsDeps,
  tenantId: string,
  jarId: string,
  { title, source_url = null, content_type, content }: NewDocument,
  now: number,
): Promise<repository.CutDocument> {
  const blocks = await blocksOf(content_type, content);
  const passages = cutPassages(blocks, content.length);
  const row = {
    tenant_id: tenantId,
    jar_id: jarId,
    id: ids.uuid(),
    title,
    source_url,
    content_type,
    bytes: encoder.encode(content).length,
    passage_count: passages.length,
    created_at: now,
    content,
  };
  return { row, passages };
}

/** Stores documents, each with its passages: all of them or none. @throws NOT_FOUND */
export async function addDocuments(
  deps: HoneyJarsDeps,
  tenantId: string,
  jarId: string,
  documents: readonly NewDocument[],
  now: number,
) {
  const cut: repository.CutDocument[] = [];
  for (const document of documents) {
    cut.push(await cutDocument(deps, tenantId, jarId, document, now));
  }
  const added = await repository.insertDocuments(deps.db, tenantId, jarId, cut, now);
  if (!added) throw jarNotFound();
  const stored = cut.map(({ row: { id, title, bytes } }) => ({ id, title, bytes }));
  return { stored: stored.length, documents: stored };
}

const documentRecord = (row: JarDocumentRow): JarDocumentRecord => ({
  id: row.id,
  title: row.title,
  source_url: row.source_url,
  content_type: row.content_type as ContentType,
  bytes: row.bytes,
  passage_count: row.passage_count,
  created_at: isoTime(row.created_at),
});

/** @throws NOT_FOUND */
export async function listJarDocuments(
  { db }: HoneyJarsDeps,
  tenantId: string,
  jarId: string,
  page: Page,
) {
  const found = await query.listDocuments(db, tenantId, jarId, page);
  if (!found) throw jarNotFound();
  const { rows, total } = found;
  return { documents: rows.map(documentRecord), pagination: pageOf(page, total, rows.length) };
}

/** The document with its passages. @throws NOT_FOUND */
export async function deleteJarDocument(
  { db }: HoneyJarsDeps,
  tenantId: string,
  jarId: string,
  documentId: string,
  now: number,
): Promise<void> {
  const found = await query.findDocument(db, tenantId, jarId, documentId);
  if (!found.jar) throw jarNotFound();
  if (!found.document) throw new AppError("NOT_FOUND", "Honey jar document not found");
  await repository.deleteDocument(db, tenantId, jarId, documentId, now);
}
