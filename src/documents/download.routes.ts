import { Hono } from "hono";
import { z } from "zod";
import { type AppEnv, describe, limitUser, validate } from "#http";
import { reader } from "./access.middleware.ts";
import { BUCKETS, limited, operation } from "./documents.operations.ts";
import type { DocumentsDeps } from "./documents.ports.ts";
import { reportPath } from "./documents.schemas.ts";
import { fileToDownload, fileToPreview, noteDownload } from "./download.usecases.ts";
import { answerFile } from "./file-answer.ts";

const query = z.object({
  format: z.string().optional().describe("pdf, html or md; one of the template's."),
});

const file = {
  status: 200,
  mediaType: "application/pdf",
  schema: z.string().meta({ format: "binary" }),
} as const;

const errors = { ...limited, NOT_FOUND: "Report file not found" };

export const downloadRoutes = new Hono<AppEnv<DocumentsDeps>>()
  .get(
    "/:id/download",
    describe({
      ...operation,
      summary: "Download the file of a report",
      description:
        "Conditions (`If-None-Match`), one byte range and `If-Range` are honoured. A format that is not there yet is made from the stored markdown.",
      success: { ...file, description: "The file, as an attachment." },
      errors: {
        ...errors,
        BAD_REQUEST: "Report not ready for download",
        RANGE_NOT_SATISFIABLE: "Range not satisfiable",
      },
    }),
    reader,
    limitUser(BUCKETS.download),
    validate("param", reportPath),
    validate("query", query),
    async (c) => {
      const { deps, principal, now } = c.var;
      const { format } = c.req.valid("query");
      const { id } = c.req.valid("param");
      const ready = await fileToDownload(deps, principal, id, format, now);
      const { response, fromStart } = await answerFile(c, ready, { kind: "attachment" });
      if (fromStart) c.executionCtx.waitUntil(noteDownload(deps, ready.row, now));
      return response;
    },
  )
  .get(
    "/:id/preview",
    describe({
      ...operation,
      summary: "Show a report in the browser",
      success: { ...file, description: "The file, inline; the own origin may frame it." },
      errors: { ...errors, BAD_REQUEST: "Report not ready for preview" },
    }),
    reader,
    limitUser(BUCKETS.download),
    validate("param", reportPath),
    validate("query", query),
    async (c) => {
      const { deps, principal, now } = c.var;
      const { format } = c.req.valid("query");
      const { id } = c.req.valid("param");
      const ready = await fileToPreview(deps, principal, id, format, now);
      return (await answerFile(c, ready, { kind: "inline" })).response;
    },
  );
