import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Db } from "#shared";

/** Academies in force, by id. */
export async function activeAcademyIds(db: Db, tenantId: string): Promise<number[]> {
  const rows = await drizzle(db).all<{ id: number }>(
    sql`SELECT id FROM academies WHERE tenant_id = ${tenantId} AND status = 'ACTIVE' ORDER BY id`,
  );
  return rows.map(({ id }) => id);
}
