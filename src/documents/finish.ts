import { type Format, MAX_FILE_BYTES, MIME_TYPE } from "./document.ts";
import { DocumentError } from "./document-error.ts";
import { languageOf } from "./document-row.ts";
import type { DocumentsDeps, RenderFormat } from "./documents.ports.ts";
import type { DocumentFileRow, DocumentRow } from "./documents.table.ts";
import { pageCount } from "./formats/pdf/pdf-file.ts";
import type { Cover } from "./formats/format.ts";
import { fileKey } from "./files.ts";
import type { Composition } from "./generator.ts";
import { ignoredParameters } from "./new-document.ts";

const encoder = new TextEncoder();

/** A key that stands for nobody is named by the beginning of its id. */
const ownerName = (userId: string): string => userId.replace(/^key:(.{8}).*$/, "API key $1");

export const coverOf = (row: DocumentRow, sourceCount: number): Cover => ({
  title: row.title,
  description: row.description,
  preparedFor: ownerName(row.user_id),
  date: row.enqueued_at,
  templateName: row.template_snapshot.display_name,
  sourceCount,
  language: languageOf(row),
  pageSize: row.parameters["page_size"] === "Letter" ? "Letter" : "A4",
});

/** The bytes of a format. Markdown is what the others are made from. */
export async function bytesOf(
  renderFormat: RenderFormat,
  markdown: string,
  cover: Cover,
  format: Format,
): Promise<Uint8Array> {
  if (format === "md") return encoder.encode(markdown);
  return renderFormat(markdown, cover, format);
}

/** Stores a file under its attempt; the store checks size and SHA-256. @throws DocumentError */
export async function storeFile(
  { files, ids }: Pick<DocumentsDeps, "files" | "ids">,
  row: DocumentRow,
  format: Format,
  bytes: Uint8Array,
  now: number,
): Promise<DocumentFileRow> {
  if (bytes.byteLength > MAX_FILE_BYTES) throw new DocumentError("TOO_LARGE");
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(bytes));
  const hex = new Uint8Array(digest).toHex();
  const key = fileKey(row, row.attempt, format);
  const stored = await files
    .writeOnce(key, bytes, MIME_TYPE[format], hex)
    .catch((error: unknown) => {
      throw new DocumentError("STORAGE_UNAVAILABLE", { cause: error });
    });
  return {
    tenant_id: row.tenant_id,
    document_id: row.id,
    format,
    id: `file-${ids.uuid()}`,
    attempt: row.attempt,
    r2_key: key,
    sha256: stored.sha256,
    size_bytes: stored.size,
    mime_type: MIME_TYPE[format],
    created_at: now,
  };
}

const NOT_KNOWN = {
  writer: null,
  style: null,
  target_words: null,
  words: null,
  sections: null,
  sources: null,
  passages: null,
  citations: null,
  truncated: null,
  web_search: null,
  usage: null,
};

/** `result_summary`: what the generator knows, and what only the lifecycle does. @param result the file of its own format */
export function summaryOf(
  row: DocumentRow,
  { summary, sources, pii }: Composition,
  result: Uint8Array,
  now: number,
): Record<string, unknown> {
  const items = Object.values(pii.byType).reduce((sum, count) => sum + count, 0);
  return {
    ...NOT_KNOWN,
    sources: sources.length,
    ...summary,
    pages: pageCount(result),
    scrambling: {
      requested: row.scrambling_requested === 1,
      applied: row.scrambling_enabled === 1,
      items,
      by_type: pii.byType,
    },
    generation_time: row.started_at === null ? null : Math.round((now - row.started_at) / 1_000),
    attempts: row.tries,
    ignored_parameters: ignoredParameters(row.template_snapshot, row.parameters),
  };
}
