import { Hono } from "hono";
import { type AppEnv, describe, jsonData, validate } from "#http";
import { reader } from "../access.middleware.ts";
import { operation } from "../documents.operations.ts";
import type { DocumentsDeps } from "../documents.ports.ts";
import { doneAnswer } from "../documents.schemas.ts";
import * as schemas from "./webhooks.schemas.ts";
import * as usecases from "./webhooks.usecases.ts";

const webhooks = { ...operation, tag: "Report webhooks" };
const noWebhook = { NOT_FOUND: "Webhook not found" };

export const webhooksRoutes = new Hono<AppEnv<DocumentsDeps>>()
  .post(
    "/webhooks",
    describe({
      ...webhooks,
      summary: "Be told when your reports end",
      description:
        "Events are posted as Standard Webhooks, signed with the secret of this answer: verify them with any library of that name. At least once, in no order; tried eight times in 22 hours unless the answer is 2xx. 410 switches the webhook off.",
      request: {
        "application/json": {
          schema: schemas.newWebhook,
          example: { url: "https://example.com/hooks/almanac", events: ["report.completed"] },
        },
      },
      success: { status: 201, description: "The webhook.", schema: schemas.webhookAnswer },
      errors: {
        BAD_REQUEST: "Invalid url: must be a public address",
        CONFLICT: "Webhook limit reached (5)",
        PAYLOAD_TOO_LARGE: "Body too large (limit 64 KiB)",
        UNSUPPORTED_MEDIA_TYPE: "Content-Type must be application/json",
      },
    }),
    reader,
    jsonData(),
    async (c) => {
      const { deps, principal, now } = c.var;
      const body = await c.req.json<Record<string, unknown>>();
      const webhook = await usecases.createWebhook(deps, principal, body, now);
      return c.json({ success: true, data: { webhook } }, 201);
    },
  )
  .get(
    "/webhooks",
    describe({
      ...webhooks,
      summary: "List your webhooks",
      success: { status: 200, description: "Oldest first.", schema: schemas.webhookList },
      errors: {},
    }),
    reader,
    async (c) => {
      const { deps, principal } = c.var;
      return c.json({ success: true, data: await usecases.webhooksOf(deps, principal) });
    },
  )
  .delete(
    "/webhooks/:wid",
    describe({
      ...webhooks,
      summary: "Delete a webhook and what it was still to be told",
      success: { status: 200, description: "It is gone.", schema: doneAnswer },
      errors: noWebhook,
    }),
    reader,
    validate("param", schemas.webhookPath),
    async (c) => {
      const { deps, principal, now } = c.var;
      await usecases.removeWebhook(deps, principal, c.req.valid("param").wid, now);
      return c.json({ success: true, message: "Webhook deleted successfully" });
    },
  )
  .get(
    "/webhooks/:wid/deliveries",
    describe({
      ...webhooks,
      summary: "List what a webhook was told",
      description: "Newest first, of the last 30 days.",
      success: { status: 200, description: "A page of them.", schema: schemas.deliveryList },
      errors: noWebhook,
    }),
    reader,
    validate("param", schemas.webhookPath),
    validate("query", schemas.deliveriesQuery),
    async (c) => {
      const { deps, principal } = c.var;
      const { wid } = c.req.valid("param");
      const data = await usecases.deliveriesOf(deps, principal, wid, c.req.valid("query"));
      return c.json({ success: true, data });
    },
  );
