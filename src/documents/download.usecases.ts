import { AppError, failureFields, type Principal } from "#shared";
import { auditNote } from "./audit.ts";
import { writeAudit } from "./audit.repository.ts";
import { type Format, FORMATS } from "./document.ts";
import { DocumentError } from "./document-error.ts";
import type { DocumentsDeps } from "./documents.ports.ts";
import { countSources, findFile } from "./documents.query.ts";
import { countDownload } from "./documents.repository.ts";
import { addFile } from "./results.repository.ts";
import type { DocumentFileRow, DocumentRow } from "./documents.table.ts";
import { ownDocument } from "./documents.usecases.ts";
import { invalid } from "./fields.ts";
import { bytesOf, coverOf, storeFile } from "./finish.ts";

const RENDER_MS = 60_000;
const decoder = new TextDecoder();

export interface ReadyFile {
  row: DocumentRow;
  file: DocumentFileRow;
}

export const fileNotFound = (): AppError => new AppError("NOT_FOUND", "Report file not found");

function formatOf(row: DocumentRow, wish: string | undefined, fallback: Format): Format {
  if (wish === undefined || wish === "") return fallback;
  const offered = FORMATS.filter((format) => row.template_snapshot.output_formats.includes(format));
  const format = offered.find((one) => one === wish);
  if (!format) throw invalid("format", wish);
  return format;
}

/** A renderer that does not answer in time is one that is not there. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DocumentError("RENDER_TIMEOUT")), RENDER_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Makes a format from the stored markdown and keeps it. */
async function makeFile(
  deps: DocumentsDeps,
  row: DocumentRow,
  format: Format,
  now: number,
): Promise<DocumentFileRow> {
  const { db, files, renderFormat } = deps;
  const source = await findFile(db, row.tenant_id, row.id, "md");
  const markdown = source && (await files.read(source.r2_key));
  if (!markdown) throw fileNotFound();
  const cover = coverOf(row, await countSources(db, row.tenant_id, row.id));
  try {
    const text = decoder.decode(markdown);
    const bytes = await inTime(bytesOf(renderFormat, text, cover, format));
    const file = await addFile(db, await storeFile(deps, row, format, bytes, now));
    if (file) return file;
  } catch (cause) {
    const headers = { "Retry-After": "30" };
    throw new AppError("SERVICE_UNAVAILABLE", "Renderer not available", { headers, cause });
  }
  throw new AppError("NOT_FOUND", "Report not found");
}

/** @throws NOT_FOUND, BAD_REQUEST, SERVICE_UNAVAILABLE */
async function readyFile(
  deps: DocumentsDeps,
  row: DocumentRow,
  use: "download" | "preview",
  formatFor: (row: DocumentRow) => Format,
  now: number,
): Promise<ReadyFile> {
  if (row.status !== "completed") {
    throw new AppError("BAD_REQUEST", `Report not ready for ${use}`);
  }
  const format = formatFor(row);
  const file =
    (await findFile(deps.db, row.tenant_id, row.id, format)) ??
    (await makeFile(deps, row, format, now));
  return { row, file };
}

export async function fileToDownload(
  deps: DocumentsDeps,
  principal: Principal,
  id: string,
  format: string | undefined,
  now: number,
): Promise<ReadyFile> {
  const row = await ownDocument(deps, principal, id, now);
  return readyFile(deps, row, "download", () => formatOf(row, format, row.output_format), now);
}

/** A browser shows PDF and HTML; markdown documents are shown as HTML. */
export async function fileToPreview(
  deps: DocumentsDeps,
  principal: Principal,
  id: string,
  format: string | undefined,
  now: number,
): Promise<ReadyFile> {
  const row = await ownDocument(deps, principal, id, now);
  const usual = row.output_format === "pdf" ? "pdf" : "html";
  return readyFile(deps, row, "preview", () => formatOf(row, format, usual), now);
}

/** Counts a download that began at the first byte. A count that fails keeps no file from anybody. */
export async function noteDownload(deps: DocumentsDeps, row: DocumentRow, now: number) {
  try {
    await countDownload(deps.db, row.tenant_id, row.id);
    await writeAudit(deps.db, row.tenant_id, auditNote(deps, "document.downloaded", row, now));
  } catch (error) {
    deps.logger.error("documents.download.not-counted", failureFields(error));
  }
}
