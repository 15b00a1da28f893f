import { failureFields, MINUTE_MS } from "#shared";
import type { DocumentsDeps } from "../documents.ports.ts";
import { webhookMessageOf } from "./announce.usecases.ts";
import { callWebhook } from "./call-webhook.ts";
import {
  type Claimed,
  claimAttempt,
  disableWebhook,
  recordAttempt,
} from "./deliveries.repository.ts";
import { judge, MAX_ATTEMPTS, type Outcome, pauseAfter } from "./delivery.machine.ts";
import { openSecret } from "./webhook-secret.ts";
import { checkWebhookUrl } from "./webhook-url.ts";
import type { WebhookMessage } from "./webhooks.messages.ts";

const hopeless = (error: string): Outcome => ({ kind: "hopeless", error });

/** The secret; null when it cannot be read now, which an operator may mend. */
async function secretOf(
  { webhooks: { dataKey }, logger }: DocumentsDeps,
  { tenantId, webhook }: Claimed,
): Promise<string | null> {
  try {
    if (!dataKey) throw new Error("no data key");
    return await openSecret(dataKey, tenantId, webhook.id, webhook.secret_encrypted);
  } catch (error) {
    const fields = { webhook_id: webhook.id, ...failureFields(error) };
    logger.error("documents.webhook.secret-unreadable", fields);
    return null;
  }
}

async function attempt(deps: DocumentsDeps, claimed: Claimed, now: number): Promise<Outcome> {
  const { webhook, eventId, payload } = claimed;
  if (webhook.is_active !== 1) return hopeless("Webhook disabled");
  const checked = await checkWebhookUrl(webhook.url, deps.webhooks.anyAddress);
  if (!checked.ok) return hopeless(`The address ${checked.rule}`);
  const secret = await secretOf(deps, claimed);
  if (secret === null) return { kind: "unanswered", error: "It could not be signed" };
  const event = { id: `msg_${eventId}`, body: payload, at: now };
  return callWebhook(deps.fetch, checked.url, secret, event);
}

/** The last attempt was begun and its end is not known: there is none after it. */
async function giveUp({ db, clock }: DocumentsDeps, message: WebhookMessage): Promise<void> {
  const made = { tenantId: message.tenant_id, id: message.delivery_id, attempt: MAX_ATTEMPTS };
  const verdict = judge(MAX_ATTEMPTS, { kind: "unanswered", error: "Its end is not known" });
  await recordAttempt(db, made, verdict, null, clock.now());
}

/**
 * Makes the attempt that a message names. Repeated and late messages change nothing; a worker that
 * dies on the way leaves the time of the next attempt in the row.
 */
export async function deliver(deps: DocumentsDeps, message: WebhookMessage): Promise<void> {
  if (message.attempt > MAX_ATTEMPTS) return giveUp(deps, message);
  const { db, clock, logger } = deps;
  const { tenant_id: tenantId, delivery_id: id, attempt: number } = message;
  const begun = clock.now();
  const nextAt = begun + (pauseAfter(number) ?? MINUTE_MS);
  const claimed = await claimAttempt(db, tenantId, id, number, nextAt);
  if (!claimed) return;
  const outcome = await attempt(deps, claimed, begun);
  const verdict = judge(number, outcome);
  const ended = clock.now();
  const isLatest = await recordAttempt(db, claimed, verdict, ended - begun, ended);
  const told = { delivery_id: id, attempt: number, outcome: verdict.kind };
  logger.info("documents.webhook.attempted", { ...told, status: verdict.responseStatus });
  if (verdict.kind === "failed" && verdict.disables) {
    await disableWebhook(db, tenantId, claimed.webhook.id, verdict.error);
  }
  if (verdict.kind === "again" && isLatest) {
    const next = webhookMessageOf({ tenant_id: tenantId, id, attempt: number });
    await deps.sendWebhookMessages([next], verdict.pauseMs / 1_000);
  }
}
