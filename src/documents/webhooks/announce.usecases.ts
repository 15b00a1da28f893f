import { failureFields } from "#shared";
import type { DocumentsDeps } from "../documents.ports.ts";
import { type Due, dueDeliveries, newDeliveries } from "./deliveries.query.ts";
import type { WebhookMessage } from "./webhooks.messages.ts";

/** A message that has not led to its attempt after so long is taken for lost. */
const LOST_AFTER_MS = 30_000;
/** What one call of the queue takes. */
const SENT = 100;

export const webhookMessageOf = ({ tenant_id, id, attempt }: Due): WebhookMessage => ({
  v: 1,
  kind: "webhook",
  tenant_id,
  delivery_id: id,
  attempt: attempt + 1,
});

/** Tells webhooks of a document's end without delay. What goes wrong here the sweep makes up for. */
export async function announceEnd(
  { db, logger, sendWebhookMessages }: DocumentsDeps,
  tenantId: string,
  documentId: string,
): Promise<void> {
  try {
    const due = await newDeliveries(db, tenantId, documentId);
    if (due.length > 0) await sendWebhookMessages(due.map(webhookMessageOf));
  } catch (error) {
    logger.error("documents.webhooks.not-announced", failureFields(error));
  }
}

/** Every minute: attempts that are due and that no message seems to be under way for. */
export async function sweepWebhooks(deps: DocumentsDeps): Promise<void> {
  const due = await dueDeliveries(deps.db, deps.clock.now() - LOST_AFTER_MS, SENT);
  if (due.length > 0) await deps.sendWebhookMessages(due.map(webhookMessageOf));
}
