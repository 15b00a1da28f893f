import { AppError, pageOf, type Principal } from "#shared";
import { writeAudit } from "../audit.repository.ts";
import type { DocumentsDeps } from "../documents.ports.ts";
import type { AuditAction } from "../documents.table.ts";
import { invalid } from "../fields.ts";
import { WEBHOOK_EVENTS, type WebhookEvent, type WebhookRow } from "../webhooks.table.ts";
import { listDeliveries } from "./deliveries.query.ts";
import { newWebhookSecret, sealSecret } from "./webhook-secret.ts";
import { checkWebhookUrl } from "./webhook-url.ts";
import { deliveryView, webhookView } from "./webhook-view.ts";
import * as repository from "./webhooks.repository.ts";

const MOST = 5;

type Body = Readonly<Record<string, unknown>>;

async function urlOf({ webhooks }: DocumentsDeps, value: unknown): Promise<string> {
  if (value === undefined || value === null || value === "") {
    throw new AppError("BAD_REQUEST", "url is required");
  }
  if (typeof value !== "string") throw invalid("url", value);
  const checked = await checkWebhookUrl(value, webhooks.anyAddress);
  if (!checked.ok) throw invalid("url", checked.rule);
  return checked.url;
}

function eventsOf(value: unknown): WebhookEvent[] {
  if (value === undefined || value === null) return [...WEBHOOK_EVENTS];
  if (!Array.isArray(value) || value.length === 0) throw invalid("events", value);
  const unknown: unknown = value.find((one) => !WEBHOOK_EVENTS.includes(one));
  if (unknown !== undefined) throw invalid("events", unknown);
  return WEBHOOK_EVENTS.filter((event) => value.includes(event));
}

const note = (
  { db, ids }: DocumentsDeps,
  { tenantId, userId }: Principal,
  action: AuditAction,
  webhookId: string,
  at: number,
) =>
  writeAudit(db, tenantId, {
    id: ids.uuid(),
    at,
    actor: userId,
    action,
    documentId: null,
    detail: { webhook_id: webhookId },
  });

/** The secret is in this answer and never in another. @throws BAD_REQUEST, CONFLICT */
export async function createWebhook(
  deps: DocumentsDeps,
  principal: Principal,
  body: Body,
  now: number,
) {
  const { tenantId, userId } = principal;
  const [url, events] = [await urlOf(deps, body["url"]), eventsOf(body["events"])];
  const { dataKey } = deps.webhooks;
  if (!dataKey) throw new AppError("SERVICE_UNAVAILABLE", "Webhooks are not available");
  const id = deps.ids.uuid();
  const secret = newWebhookSecret();
  const row: WebhookRow = {
    tenant_id: tenantId,
    id,
    user_id: userId,
    url,
    events,
    secret_encrypted: await sealSecret(dataKey, tenantId, id, secret),
    is_active: true,
    disabled_reason: null,
    created_at: now,
  };
  if (!(await repository.insertWebhook(deps.db, row, MOST))) {
    throw new AppError("CONFLICT", `Webhook limit reached (${MOST})`);
  }
  await note(deps, principal, "webhook.created", id, now);
  return { ...webhookView(row), secret };
}

export async function webhooksOf({ db }: DocumentsDeps, { tenantId, userId }: Principal) {
  const rows = await repository.listWebhooks(db, tenantId, userId);
  return { webhooks: rows.map(webhookView), count: rows.length };
}

/** @throws NOT_FOUND, also for what is somebody else's */
async function requireOwn(
  { db }: DocumentsDeps,
  { tenantId, userId }: Principal,
  id: string,
): Promise<void> {
  if (await repository.findWebhook(db, tenantId, userId, id)) return;
  throw new AppError("NOT_FOUND", "Webhook not found");
}

export async function removeWebhook(
  deps: DocumentsDeps,
  principal: Principal,
  id: string,
  now: number,
): Promise<void> {
  await requireOwn(deps, principal, id);
  await repository.deleteWebhook(deps.db, principal.tenantId, id);
  await note(deps, principal, "webhook.deleted", id, now);
}

export async function deliveriesOf(
  deps: DocumentsDeps,
  principal: Principal,
  id: string,
  page: { limit: number; offset: number },
) {
  await requireOwn(deps, principal, id);
  const { rows, total } = await listDeliveries(deps.db, principal.tenantId, id, page);
  return { deliveries: rows.map(deliveryView), pagination: pageOf(page, total, rows.length) };
}
