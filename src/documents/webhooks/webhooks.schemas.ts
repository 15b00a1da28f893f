import { z } from "zod";
import { clamped } from "../documents.schemas.ts";

const time = z.iso.datetime();
const events = z.enum(["report.completed", "report.failed", "report.cancelled"]);
const success = z.literal(true);

const webhook = z
  .object({
    id: z.uuid(),
    url: z.url(),
    events: z.array(events),
    is_active: z.boolean().describe("False once it answered 410."),
    created_at: time,
  })
  .meta({ id: "ReportWebhook" });

/** For readers of the description: the fields are checked in an order of their own. */
export const newWebhook = z
  .object({
    url: z
      .string()
      .max(2_048)
      .describe("https, a public address, without credentials and fragment."),
    events: z.array(events).optional().describe("Default all."),
  })
  .meta({ id: "NewReportWebhook" });

export const webhookAnswer = z.object({
  success,
  data: z.object({
    webhook: webhook.extend({
      secret: z.string().describe("Verifies signatures (Standard Webhooks). Told only here."),
    }),
  }),
});

export const webhookList = z.object({
  success,
  data: z.object({ webhooks: z.array(webhook), count: z.int() }),
});

const delivery = z
  .object({
    id: z.uuid(),
    event_id: z.uuid().describe("`msg_` and this is the `webhook-id` of every attempt."),
    type: events,
    report_id: z.uuid(),
    status: z.enum(["pending", "delivered", "failed"]),
    attempt: z.int().describe("How many were begun; at most 8."),
    response_status: z.int().nullable().describe("Of the latest attempt."),
    error: z.string().nullable(),
    duration_ms: z.int().nullable(),
    created_at: time,
    next_attempt_at: time.nullable(),
    delivered_at: time.nullable(),
  })
  .meta({ id: "WebhookDelivery" });

export const deliveryList = z.object({
  success,
  data: z.object({
    deliveries: z.array(delivery),
    pagination: z.object({
      total: z.int(),
      limit: z.int(),
      offset: z.int(),
      has_more: z.boolean(),
    }),
  }),
});

export const webhookPath = z.object({ wid: z.string().describe("The id of a webhook.") });

export const deliveriesQuery = z.object({
  limit: clamped("How many to list.", 1, 100, 50),
  offset: clamped("How many to skip.", 0, 1_000_000, 0),
});
