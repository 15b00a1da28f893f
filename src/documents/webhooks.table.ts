import { sql } from "drizzle-orm";
import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";

export const WEBHOOK_EVENTS = ["report.completed", "report.failed", "report.cancelled"] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

export const documentWebhooks = sqliteTable(
  "document_webhooks",
  {
    tenant_id: text().notNull(),
    id: text().notNull(),
    user_id: text().notNull(),
    url: text().notNull(),
    events: text({ mode: "json" }).$type<WebhookEvent[]>().notNull(),
    secret_encrypted: text().notNull(),
    is_active: integer({ mode: "boolean" }).notNull(),
    disabled_reason: text(),
    created_at: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant_id, table.id] }),
    index("document_webhooks_by_user").on(table.tenant_id, table.user_id, table.created_at),
  ],
);

/** What is to be told to a webhook. The next attempt is here before its message is sent. */
export const documentWebhookDeliveries = sqliteTable(
  "document_webhook_deliveries",
  {
    tenant_id: text().notNull(),
    id: text().notNull(),
    webhook_id: text().notNull(),
    event_id: text().notNull(),
    type: text().$type<WebhookEvent>().notNull(),
    document_id: text().notNull(),
    /** The body, as it is signed and sent. */
    payload: text().notNull(),
    status: text({ enum: ["pending", "delivered", "failed"] }).notNull(),
    attempt: integer().notNull(),
    response_status: integer(),
    error: text(),
    duration_ms: integer(),
    created_at: integer().notNull(),
    next_attempt_at: integer(),
    delivered_at: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant_id, table.id] }),
    uniqueIndex("document_webhook_deliveries_once").on(
      table.tenant_id,
      table.event_id,
      table.webhook_id,
    ),
    index("document_webhook_deliveries_by_hook").on(
      table.tenant_id,
      table.webhook_id,
      table.created_at,
    ),
    index("document_webhook_deliveries_due")
      .on(table.next_attempt_at)
      .where(sql`status = 'pending'`),
    index("document_webhook_deliveries_by_age").on(table.created_at),
  ],
);

export type WebhookRow = typeof documentWebhooks.$inferSelect;
export type DeliveryRow = typeof documentWebhookDeliveries.$inferSelect;
