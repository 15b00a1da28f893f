import type { Db } from "#shared";
import type { WebhookRow } from "../webhooks.table.ts";
import type { Verdict } from "./delivery.machine.ts";

/** An attempt that is this worker's to make. */
export interface Claimed {
  tenantId: string;
  id: string;
  /** From 1. */
  attempt: number;
  eventId: string;
  payload: string;
  webhook: Pick<WebhookRow, "id" | "url" | "secret_encrypted"> & { is_active: number };
}

const CLAIM = `
  UPDATE document_webhook_deliveries SET attempt = ?3, next_attempt_at = ?4
  WHERE tenant_id = ?1 AND id = ?2 AND status = 'pending' AND attempt = ?3 - 1
  RETURNING event_id, payload`;

const WEBHOOK = `
  SELECT w.id, w.url, w.secret_encrypted, w.is_active FROM document_webhook_deliveries d
  CROSS JOIN document_webhooks w ON w.tenant_id = d.tenant_id AND w.id = d.webhook_id
  WHERE d.tenant_id = ?1 AND d.id = ?2`;

/**
 * Takes an attempt, if it is the next one, and says in the same statement when the one after it is
 * due: should this worker die, that one is made then. Null for what is late or comes twice.
 */
export async function claimAttempt(
  db: Db,
  tenantId: string,
  id: string,
  attempt: number,
  nextAt: number,
): Promise<Claimed | null> {
  const [claims, webhooks] = await db.batch([
    db.prepare(CLAIM).bind(tenantId, id, attempt, nextAt),
    db.prepare(WEBHOOK).bind(tenantId, id),
  ]);
  const claim = claims?.results[0] as { event_id: string; payload: string } | undefined;
  const webhook = webhooks?.results[0] as Claimed["webhook"] | undefined;
  if (!claim || !webhook) return null;
  return { tenantId, id, attempt, eventId: claim.event_id, payload: claim.payload, webhook };
}

const RECORD = `
  UPDATE document_webhook_deliveries SET status = ?4, response_status = ?5, error = ?6,
    duration_ms = ?7, next_attempt_at = ?8, delivered_at = ?9
  WHERE tenant_id = ?1 AND id = ?2 AND attempt = ?3 AND status = 'pending'
  RETURNING id`;

const STATUS = { delivered: "delivered", again: "pending", failed: "failed" } as const;

interface Made {
  tenantId: string;
  id: string;
  attempt: number;
}

/** What came of an attempt. @returns whether it was still the latest one. */
export async function recordAttempt(
  db: Db,
  { tenantId, id, attempt }: Made,
  verdict: Verdict,
  durationMs: number | null,
  now: number,
): Promise<boolean> {
  const { results } = await db.idempotent
    .prepare(RECORD)
    .bind(
      tenantId,
      id,
      attempt,
      STATUS[verdict.kind],
      verdict.responseStatus,
      verdict.kind === "delivered" ? null : verdict.error,
      durationMs,
      verdict.kind === "again" ? now + verdict.pauseMs : null,
      verdict.kind === "delivered" ? now : null,
    )
    .all();
  return results.length === 1;
}

/** Switches a webhook off, and gives up what it was still to be told. */
export async function disableWebhook(
  db: Db,
  tenantId: string,
  webhookId: string,
  reason: string,
): Promise<void> {
  await db.idempotent.batch([
    db
      .prepare(
        `UPDATE document_webhooks SET is_active = 0, disabled_reason = ?3
         WHERE tenant_id = ?1 AND id = ?2 AND is_active = 1`,
      )
      .bind(tenantId, webhookId, reason),
    db
      .prepare(
        `UPDATE document_webhook_deliveries
         SET status = 'failed', error = 'Webhook disabled', next_attempt_at = NULL
         WHERE tenant_id = ?1 AND webhook_id = ?2 AND status = 'pending'`,
      )
      .bind(tenantId, webhookId),
  ]);
}
