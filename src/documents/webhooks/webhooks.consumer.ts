import type { DocumentsDeps } from "../documents.ports.ts";
import { deliver } from "./deliver.usecases.ts";
import { webhookMessage } from "./webhooks.messages.ts";

/** @returns false when the message makes no sense. */
export async function consumeWebhook(deps: DocumentsDeps, body: unknown): Promise<boolean> {
  const parsed = webhookMessage.safeParse(body);
  if (parsed.success) await deliver(deps, parsed.data);
  return parsed.success;
}

/** A message that failed too often. Its delivery is still due, so the sweep will find it. */
export async function noteDeadWebhook(deps: DocumentsDeps, body: unknown): Promise<boolean> {
  const parsed = webhookMessage.safeParse(body);
  if (!parsed.success) return false;
  const { delivery_id, attempt } = parsed.data;
  deps.logger.error("documents.webhook.dead-lettered", { delivery_id, attempt });
  return true;
}
