import { and, desc, eq, lte, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Db } from "#shared";
import { type DeliveryRow, documentWebhookDeliveries as deliveries } from "../webhooks.table.ts";

/** A page of what a webhook was or will be told, newest first, and how many there are. One call. */
export async function listDeliveries(
  db: Db,
  tenantId: string,
  webhookId: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: DeliveryRow[]; total: number }> {
  const where = and(eq(deliveries.tenant_id, tenantId), eq(deliveries.webhook_id, webhookId));
  const database = drizzle(db);
  const [rows, counts] = await database.batch([
    database
      .select()
      .from(deliveries)
      .where(where)
      .orderBy(desc(deliveries.created_at), desc(deliveries.id))
      .limit(limit)
      .offset(offset),
    database
      .select({ total: sql<number>`count(*)` })
      .from(deliveries)
      .where(where),
  ]);
  return { rows, total: counts[0]?.total ?? 0 };
}

/** A delivery whose next attempt is to be made. */
export type Due = Pick<DeliveryRow, "tenant_id" | "id" | "attempt">;

/** Deliveries of any tenant that were due at `before`, oldest first. */
export const dueDeliveries = (db: Db, before: number, limit: number): Promise<Due[]> =>
  drizzle(db)
    .select({ tenant_id: deliveries.tenant_id, id: deliveries.id, attempt: deliveries.attempt })
    .from(deliveries)
    // As the partial index says it: a bound value would not be known to match.
    .where(and(sql`status = 'pending'`, lte(deliveries.next_attempt_at, before)))
    .orderBy(deliveries.next_attempt_at)
    .limit(limit);

/** Deliveries of a document's end that nothing was tried of yet. */
export async function newDeliveries(db: Db, tenantId: string, documentId: string): Promise<Due[]> {
  const { results } = await db
    .prepare(
      `SELECT w.tenant_id, w.id, w.attempt FROM documents d
       CROSS JOIN document_webhook_deliveries w
         ON w.tenant_id = d.tenant_id AND w.event_id = d.event_id
       WHERE d.tenant_id = ? AND d.id = ? AND w.status = 'pending' AND w.attempt = 0`,
    )
    .bind(tenantId, documentId)
    .all<Due>();
  return results;
}
