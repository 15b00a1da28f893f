import { Hono } from "hono";
import { type AppEnv, describe, jsonData, limitUser, validate } from "#http";
import { adminForAll, reader } from "./access.middleware.ts";
import { createDocument } from "./create-document.usecases.ts";
import { BUCKETS, limited, noReport, operation, REPORT } from "./documents.operations.ts";
import type { DocumentsDeps } from "./documents.ports.ts";
import * as schemas from "./documents.schemas.ts";
import * as usecases from "./documents.usecases.ts";

const BODY_KIB = 512;

export const documentsRoutes = new Hono<AppEnv<DocumentsDeps>>()
  .post(
    "/",
    describe({
      ...operation,
      summary: "Ask for a report",
      description:
        "The report is made in the background. With an `Idempotency-Key` (1 to 255 visible ASCII characters, kept for 24 hours) a repeat answers with the first 201 and `Idempotent-Replayed: true`.",
      request: {
        "application/json": {
          schema: schemas.newReport,
          example: {
            template_id: REPORT.template_id,
            title: REPORT.title,
            parameters: { user_query: "How are plant networks segmented?" },
          },
        },
      },
      success: {
        status: 201,
        description: "Accepted, and its place in the queue.",
        schema: schemas.createdAnswer,
        example: {
          success: true,
          data: {
            report: REPORT,
            queue_position: REPORT.queue_position,
            estimated_completion: REPORT.estimated_completion,
          },
        },
      },
      errors: {
        ...limited,
        BAD_REQUEST: "template_id and title are required",
        NOT_FOUND: "Template not found or not available",
        CONFLICT: "Idempotency-Key was used with a different request",
        PAYLOAD_TOO_LARGE: "Body too large (limit 512 KiB)",
        UNSUPPORTED_MEDIA_TYPE: "Content-Type must be application/json",
      },
    }),
    reader,
    jsonData(BODY_KIB),
    async (c) => {
      const { deps, principal, now } = c.var;
      const body = await c.req.json<Record<string, unknown>>();
      const idempotencyKey = c.req.header("Idempotency-Key");
      const wish = { body, idempotencyKey };
      const { answer, headers } = await createDocument(deps, principal, wish, now);
      return c.body(answer, 201, { ...headers, "Content-Type": "application/json" });
    },
  )
  .get(
    "/",
    describe({
      ...operation,
      summary: "List your reports",
      success: { status: 200, description: "Newest first.", schema: schemas.listAnswer },
      errors: { ...limited, BAD_REQUEST: "Invalid status: done" },
    }),
    reader,
    adminForAll,
    limitUser(BUCKETS.list),
    validate("query", schemas.listQuery),
    async (c) => {
      const { deps, principal, now } = c.var;
      const data = await usecases.listReports(deps, principal, c.req.valid("query"), now);
      return c.json({ success: true, data });
    },
  )
  .get(
    "/:id",
    describe({
      ...operation,
      summary: "Read a report with its parameters and result summary",
      success: { status: 200, description: "The report.", schema: schemas.detailsAnswer },
      errors: noReport,
    }),
    reader,
    validate("param", schemas.reportPath),
    async (c) => {
      const { deps, principal, now } = c.var;
      const report = await usecases.getReport(deps, principal, c.req.valid("param").id, now);
      return c.json({ success: true, report, data: { report } });
    },
  )
  .post(
    "/:id/cancel",
    describe({
      ...operation,
      summary: "Cancel a report that is not finished",
      success: { status: 200, description: "It stays cancelled.", schema: schemas.doneAnswer },
      errors: { ...noReport, BAD_REQUEST: "Report cannot be cancelled" },
    }),
    reader,
    validate("param", schemas.reportPath),
    async (c) => {
      const { deps, principal, now } = c.var;
      await usecases.cancelReport(deps, principal, c.req.valid("param").id, now);
      return c.json({ success: true, message: "Report cancelled successfully" });
    },
  )
  .post(
    "/:id/retry",
    describe({
      ...operation,
      summary: "Try a failed report again",
      description: "At most three times. It is written anew.",
      success: { status: 200, description: "Queued again.", schema: schemas.retryAnswer },
      errors: { ...noReport, BAD_REQUEST: "Report cannot be retried" },
    }),
    reader,
    validate("param", schemas.reportPath),
    async (c) => {
      const { deps, principal, now } = c.var;
      const { id } = c.req.valid("param");
      const { position, completion } = await usecases.retryReport(deps, principal, id, now);
      return c.json({
        success: true,
        report_id: id,
        status: "queued",
        message: "Report requeued for processing",
        data: { queue_position: position, estimated_completion: completion },
      });
    },
  )
  .delete(
    "/:id",
    describe({
      ...operation,
      summary: "Delete a finished report with its files",
      success: { status: 200, description: "It is gone.", schema: schemas.doneAnswer },
      errors: { ...noReport, CONFLICT: "Report is still active" },
    }),
    reader,
    validate("param", schemas.reportPath),
    async (c) => {
      const { deps, principal, now } = c.var;
      await usecases.deleteReport(deps, principal, c.req.valid("param").id, now);
      return c.json({ success: true, message: "Report deleted successfully" });
    },
  );
