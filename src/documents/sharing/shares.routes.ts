import { Hono } from "hono";
import { z } from "zod";
import { type AppEnv, describe, jsonData, limitClient, validate } from "#http";
import { reader } from "../access.middleware.ts";
import { BUCKETS, limited, noReport, operation, publicOperation } from "../documents.operations.ts";
import type { DocumentsDeps } from "../documents.ports.ts";
import { doneAnswer, reportPath } from "../documents.schemas.ts";
import { answerFile } from "../file-answer.ts";
import * as schemas from "./shares.schemas.ts";
import * as usecases from "./shares.usecases.ts";

const tag = "Report shares";

/** What outsiders call. */
export const sharedRoutes = new Hono<AppEnv<DocumentsDeps>>().get(
  "/shared/:token",
  describe({
    ...publicOperation,
    tag,
    summary: "Download a report that was shared",
    description:
      "Each answer with content is a use, also a part; HEAD is none. Where uses are limited the whole file comes, whatever range was asked for.",
    success: {
      status: 200,
      mediaType: "application/pdf",
      schema: z.string().meta({ format: "binary" }),
      description: "The file in the report's own format, as an attachment.",
    },
    errors: {
      ...limited,
      NOT_FOUND: "Share not found",
      RANGE_NOT_SATISFIABLE: "Range not satisfiable",
    },
  }),
  limitClient(BUCKETS.shared),
  validate("param", schemas.tokenPath),
  async (c) => {
    const { deps, now } = c.var;
    const shared = await usecases.sharedFile(deps, c.req.valid("param").token, now);
    const { response } = await answerFile(c, shared, {
      kind: "attachment",
      ranges: shared.share.max_uses === null,
      absent: usecases.shareNotFound,
    });
    if (response.body !== null) {
      // Before the first byte leaves, so that no use more comes through than there are.
      if (!(await usecases.useShare(deps, shared, now))) {
        await response.body.cancel();
        throw usecases.shareNotFound();
      }
      c.executionCtx.waitUntil(usecases.noteUse(deps, shared, now));
    }
    response.headers.set("Cache-Control", "no-store");
    response.headers.set("Referrer-Policy", "no-referrer");
    response.headers.set("X-Robots-Tag", "noindex");
    return response;
  },
);

export const sharesRoutes = new Hono<AppEnv<DocumentsDeps>>()
  .post(
    "/:id/share",
    describe({
      ...operation,
      tag,
      summary: "Share a report with people who have no credentials",
      request: {
        "application/json": {
          schema: schemas.newShare,
          example: { method: "download_token", expires_in_hours: 12, max_uses: 3 },
        },
      },
      success: {
        status: 200,
        description: "Where it is; the token is told only here.",
        schema: schemas.shareAnswer,
      },
      errors: {
        ...noReport,
        BAD_REQUEST: "Report not ready for sharing",
        CONFLICT: "Share limit reached (20)",
        PAYLOAD_TOO_LARGE: "Body too large (limit 64 KiB)",
        UNSUPPORTED_MEDIA_TYPE: "Content-Type must be application/json",
      },
    }),
    reader,
    validate("param", reportPath),
    jsonData(),
    async (c) => {
      const { deps, principal, now } = c.var;
      const body = await c.req.json<Record<string, unknown>>();
      const { id } = c.req.valid("param");
      const data = await usecases.shareReport(deps, principal, id, body, now);
      return c.json({ success: true, data });
    },
  )
  .get(
    "/:id/shares",
    describe({
      ...operation,
      tag,
      summary: "List the shares of a report",
      success: {
        status: 200,
        description: "Newest first, also those that are over.",
        schema: schemas.shareList,
      },
      errors: noReport,
    }),
    reader,
    validate("param", reportPath),
    async (c) => {
      const { deps, principal, now } = c.var;
      const data = await usecases.sharesOf(deps, principal, c.req.valid("param").id, now);
      return c.json({ success: true, data });
    },
  )
  .delete(
    "/:id/shares/:share_id",
    describe({
      ...operation,
      tag,
      summary: "Revoke a share",
      description: "At once. It may be repeated.",
      success: { status: 200, description: "It opens nothing.", schema: doneAnswer },
      errors: { NOT_FOUND: "Share not found" },
    }),
    reader,
    validate("param", schemas.sharePath),
    async (c) => {
      const { deps, principal, now } = c.var;
      const { id, share_id: shareId } = c.req.valid("param");
      await usecases.revoke(deps, principal, id, shareId, now);
      return c.json({ success: true, message: "Share revoked" });
    },
  );
