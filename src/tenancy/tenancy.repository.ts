import { and, desc, eq, isNull, lt, or } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Db } from "#shared";
import { type ApiKeyRow, apiKeys, type tenants } from "./tenancy.table.ts";

/** The key that a hash belongs to, whoever's it is: the look-up that tells the tenant. */
export const findKeyByHash = (db: Db, keyHash: string): Promise<ApiKeyRow | undefined> =>
  drizzle(db).select().from(apiKeys).where(eq(apiKeys.key_hash, keyHash)).get();

export const listKeys = (db: Db, tenantId: string): Promise<ApiKeyRow[]> =>
  drizzle(db)
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.tenant_id, tenantId))
    .orderBy(desc(apiKeys.created_at), desc(apiKeys.id));

export const insertKey = async (db: Db, row: ApiKeyRow): Promise<void> => {
  await drizzle(db.idempotent).insert(apiKeys).values(row).onConflictDoNothing();
};

/** Whether there was such a key. Revoking twice keeps the first time. */
export async function revokeKey(db: Db, tenantId: string, id: string, now: number) {
  const mine = and(eq(apiKeys.tenant_id, tenantId), eq(apiKeys.id, id));
  const database = drizzle(db.idempotent);
  const [, found] = await database.batch([
    database
      .update(apiKeys)
      .set({ revoked_at: now })
      .where(and(mine, isNull(apiKeys.revoked_at))),
    database.select({ id: apiKeys.id }).from(apiKeys).where(mine),
  ]);
  return found.length > 0;
}

/** Notes the use of a key, at most once in `everyMs`. */
export async function touchKey(db: Db, key: ApiKeyRow, now: number, everyMs: number) {
  const due = or(isNull(apiKeys.last_used_at), lt(apiKeys.last_used_at, now - everyMs));
  await drizzle(db.idempotent)
    .update(apiKeys)
    .set({ last_used_at: now })
    .where(and(eq(apiKeys.tenant_id, key.tenant_id), eq(apiKeys.id, key.id), due));
}

/** One batch: the tenant, its first key, and what the rooms seed. False when the id is taken. */
export async function insertTenant(
  db: Db,
  tenant: typeof tenants.$inferInsert,
  key: ApiKeyRow,
  seeds: readonly D1PreparedStatement[],
): Promise<boolean> {
  const values = [key.tenant_id, key.id, key.user_id, key.name, key.role];
  const lists = [JSON.stringify(key.scopes), JSON.stringify(key.capabilities)];
  const [inserted] = await db.batch([
    db
      .prepare("INSERT INTO tenants (id, name, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
      .bind(tenant.id, tenant.name, tenant.created_at),
    // changes() is the tenant's insert: a taken id gets no key. Seeds are harmless repeats.
    db
      .prepare(
        `INSERT INTO api_keys (tenant_id, id, user_id, name, role, scopes, capabilities,
           key_hash, key_prefix, created_at) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE changes() > 0`,
      )
      .bind(...values, ...lists, key.key_hash, key.key_prefix, key.created_at),
    ...seeds,
  ]);
  return (inserted?.meta.changes ?? 0) > 0;
}
