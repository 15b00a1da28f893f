import type { Db } from "#shared";

/** The outcome types registered in a tenant. */
export async function readOutcomeKeys(db: Db, tenantId: string): Promise<ReadonlySet<string>> {
  const { results } = await db
    .prepare("SELECT key FROM outcome_types WHERE tenant_id = ?")
    .bind(tenantId)
    .all<{ key: string }>();
  return new Set(results.map(({ key }) => key));
}
