import type { Db } from "#shared";

export interface Academy {
  id: number;
  slug: string;
  name: string;
  status: "ACTIVE" | "INACTIVE" | "DELETED";
}

/** Reads those of the ids that are academies of the tenant, whatever their status: for a batch. */
export const academiesById = (db: Db, tenantId: string, ids: readonly number[]) =>
  db
    .prepare(
      `SELECT a.id, a.slug, a.name, a.status FROM json_each(?2) wanted
       CROSS JOIN academies a ON a.tenant_id = ?1 AND a.id = wanted.value`,
    )
    .bind(tenantId, JSON.stringify(ids));
