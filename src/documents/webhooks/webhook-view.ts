import { secondTime, secondTimeOrNull } from "../estimates.ts";
import type { DeliveryRow, WebhookRow } from "../webhooks.table.ts";

/** A webhook as the wire has it: its secret is told once, elsewhere. */
export const webhookView = ({ id, url, events, is_active, created_at }: WebhookRow) => ({
  id,
  url,
  events,
  is_active,
  created_at: secondTime(created_at),
});

export const deliveryView = (row: DeliveryRow) => ({
  id: row.id,
  event_id: row.event_id,
  type: row.type,
  report_id: row.document_id,
  status: row.status,
  attempt: row.attempt,
  response_status: row.response_status,
  error: row.error,
  duration_ms: row.duration_ms,
  created_at: secondTime(row.created_at),
  next_attempt_at: secondTimeOrNull(row.next_attempt_at),
  delivered_at: secondTimeOrNull(row.delivered_at),
});
