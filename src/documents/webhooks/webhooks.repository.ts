import { and, asc, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Db } from "#shared";
import { documentWebhooks as webhooks, type WebhookRow } from "../webhooks.table.ts";

const INSERT = `
  INSERT INTO document_webhooks
    (tenant_id, id, user_id, url, events, secret_encrypted, is_active, created_at)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, 1, ?7
  WHERE (SELECT count(*) FROM document_webhooks WHERE tenant_id = ?1 AND user_id = ?3) < ?8
  ON CONFLICT DO NOTHING`;

/** @returns false when the user has `most` already: nothing was written then. */
export async function insertWebhook(db: Db, row: WebhookRow, most: number): Promise<boolean> {
  const { tenant_id, id, user_id, url, events, secret_encrypted, created_at } = row;
  const values = [url, JSON.stringify(events), secret_encrypted, created_at, most];
  const results = await db.idempotent.batch([
    db.prepare(INSERT).bind(tenant_id, id, user_id, ...values),
    db
      .prepare("SELECT 1 FROM document_webhooks WHERE tenant_id = ? AND id = ?")
      .bind(tenant_id, id),
  ]);
  return results.at(-1)?.results.length === 1;
}

const isUsers = (tenantId: string, userId: string) =>
  and(eq(webhooks.tenant_id, tenantId), eq(webhooks.user_id, userId));

export const listWebhooks = (db: Db, tenantId: string, userId: string): Promise<WebhookRow[]> =>
  drizzle(db)
    .select()
    .from(webhooks)
    .where(isUsers(tenantId, userId))
    .orderBy(asc(webhooks.created_at), asc(webhooks.id));

export const findWebhook = (
  db: Db,
  tenantId: string,
  userId: string,
  id: string,
): Promise<WebhookRow | undefined> =>
  drizzle(db)
    .select()
    .from(webhooks)
    .where(and(isUsers(tenantId, userId), eq(webhooks.id, id)))
    .get();

/** With what was still to be told to it. */
export async function deleteWebhook(db: Db, tenantId: string, id: string): Promise<void> {
  await db.idempotent.batch([
    db
      .prepare("DELETE FROM document_webhook_deliveries WHERE tenant_id = ? AND webhook_id = ?")
      .bind(tenantId, id),
    db.prepare("DELETE FROM document_webhooks WHERE tenant_id = ? AND id = ?").bind(tenantId, id),
  ]);
}
