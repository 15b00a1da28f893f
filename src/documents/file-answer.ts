import type { Context } from "hono";
import { type AppEnv } from "#http";
import { AppError } from "#shared";
import { byteRange, namesTag } from "./byte-range.ts";
import type { DocumentsDeps } from "./documents.ports.ts";
import { fileNotFound, type ReadyFile } from "./download.usecases.ts";
import { contentDisposition } from "./file-name.ts";

const FILE_CSP =
  "sandbox; default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'";

interface Manner {
  kind: "attachment" | "inline";
  /** Whether a part may be asked for. */
  ranges?: boolean;
  /** Thrown when the store has lost the file. */
  absent?: () => AppError;
}

function headersOf({ row, file }: ReadyFile, { kind, ranges = true }: Manner) {
  // PDF viewers do not run in a sandbox.
  const csp = file.format === "pdf" ? "frame-ancestors 'self'" : FILE_CSP;
  return {
    "Content-Type": file.mime_type,
    "Content-Disposition": contentDisposition(kind, row.title, row.id, file.format),
    "Cache-Control": "private, no-cache",
    ETag: `"${file.sha256}"`,
    "Accept-Ranges": ranges ? "bytes" : "none",
    "X-Content-Type-Options": "nosniff",
    ...((kind === "inline" || file.format === "html") && { "Content-Security-Policy": csp }),
    ...(kind === "inline" && { "X-Frame-Options": "SAMEORIGIN" }),
  };
}

/** The range that counts: with If-Range only while the file is the one that the caller has a part of. */
function rangeOf(request: Request, tag: string, size: number, { ranges = true }: Manner) {
  // Parts are of GET alone (RFC 9110, 14.2).
  if (!ranges || request.method !== "GET") return byteRange(undefined, size);
  const condition = request.headers.get("If-Range");
  if (condition !== null && condition.trim() !== tag) return byteRange(undefined, size);
  return byteRange(request.headers.get("Range") ?? undefined, size);
}

/** A stored file with conditions and ranges (RFC 9110). @returns also whether its start was sent */
export async function answerFile(
  c: Context<AppEnv<DocumentsDeps>>,
  ready: ReadyFile,
  manner: Manner,
): Promise<{ response: Response; fromStart: boolean }> {
  const { file } = ready;
  const headers = headersOf(ready, manner);
  if (namesTag(c.req.header("If-None-Match"), headers.ETag)) {
    return { response: c.body(null, 304, headers), fromStart: false };
  }
  const range = rangeOf(c.req.raw, headers.ETag, file.size_bytes, manner);
  if (range.kind === "unsatisfiable") {
    throw new AppError("RANGE_NOT_SATISFIABLE", "Range not satisfiable", {
      headers: { "Content-Range": `bytes */${file.size_bytes}` },
    });
  }
  const { offset, length } = range.kind === "part" ? range : { offset: 0, length: file.size_bytes };
  const isHead = c.req.method === "HEAD";
  const whole = range.kind === "whole";
  const body = isHead
    ? null
    : await c.var.deps.files.open(file.r2_key, whole ? undefined : { offset, length });
  if (!isHead && body === null) throw (manner.absent ?? fileNotFound)();
  const response = c.newResponse(body, whole ? 200 : 206, {
    ...headers,
    "Content-Length": String(length),
    ...(!whole && {
      "Content-Range": `bytes ${offset}-${offset + length - 1}/${file.size_bytes}`,
    }),
  });
  return { response, fromStart: offset === 0 && !isHead };
}
