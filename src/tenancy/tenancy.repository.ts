import { and, asc, desc, eq, gt, isNull, lt, or } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Db } from "#shared";
import { type ApiKeyRow, apiKeys, tenants } from "./tenancy.table.ts";

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

export const tenantExists = async (db: Db, tenantId: string): Promise<boolean> =>
  (await drizzle(db)
    .select({ id: tenants.id })
    .from(tenants)
    .where(eq(tenants.id, tenantId))
    .get()) !== undefined;

/** Ids of tenants in their order, beginning after one. */
export async function tenantIds(db: Db, after: string, limit: number): Promise<string[]> {
  const rows = await drizzle(db)
    .select({ id: tenants.id })
    .from(tenants)
    .where(gt(tenants.id, after))
    .orderBy(asc(tenants.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}

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

/**
 * One batch: the tenant, its first key, and what the rooms seed. A repeat after a lost answer finds
 * its own key; a taken id gets nothing, neither a key nor (for they ask for the key) seeds.
 * @returns whether the tenant is this one.
 */
export async function insertTenant(
  db: Db,
  tenant: typeof tenants.$inferInsert,
  key: ApiKeyRow,
  seeds: readonly D1PreparedStatement[],
): Promise<boolean> {
  const values = [key.tenant_id, key.id, key.user_id, key.name, key.role];
  const lists = [JSON.stringify(key.scopes), JSON.stringify(key.capabilities)];
  const results = await db.idempotent.batch([
    db
      .prepare("INSERT INTO tenants (id, name, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
      .bind(tenant.id, tenant.name, tenant.created_at),
    db
      .prepare(
        `INSERT INTO api_keys (tenant_id, id, user_id, name, role, scopes, capabilities,
           key_hash, key_prefix, created_at) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE changes() > 0`,
      )
      .bind(...values, ...lists, key.key_hash, key.key_prefix, key.created_at),
    ...seeds,
    db.prepare("SELECT 1 FROM api_keys WHERE tenant_id = ? AND id = ?").bind(key.tenant_id, key.id),
  ]);
  return results.at(-1)?.results.length === 1;
}
