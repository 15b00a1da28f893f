import { and, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Db } from "#shared";
import { documentTemplates as templates, type TemplateRow } from "../templates.table.ts";

/** @returns false when the name is taken: nothing was written then. */
export async function insertTemplate(db: Db, row: TemplateRow): Promise<boolean> {
  const written = await drizzle(db)
    .insert(templates)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: templates.id });
  return written.length === 1;
}

/** @returns false when another template has the name: nothing was written then. */
export async function updateTemplate(db: Db, row: TemplateRow): Promise<boolean> {
  const { tenant_id, id, ...fields } = row;
  const database = drizzle(db);
  const taken = await database
    .select({ id: templates.id })
    .from(templates)
    .where(and(eq(templates.tenant_id, tenant_id), eq(templates.name, row.name)))
    .get();
  if (taken && taken.id !== id) return false;
  await database
    .update(templates)
    .set(fields)
    .where(and(eq(templates.tenant_id, tenant_id), eq(templates.id, id)));
  return true;
}

/** Switches a template off unless documents of it are still to be made. @returns whether it is off */
export async function deactivateTemplate(
  db: Db,
  tenantId: string,
  id: string,
  now: number,
): Promise<boolean> {
  const { results } = await db.idempotent
    .prepare(
      `UPDATE document_templates SET is_active = 0, updated_at = ?3
       WHERE tenant_id = ?1 AND id = ?2 AND NOT EXISTS (SELECT 1 FROM documents d
         WHERE d.tenant_id = ?1 AND d.template_id = ?2
           AND d.status IN ('pending', 'queued', 'processing'))
       RETURNING id`,
    )
    .bind(tenantId, id, now)
    .all();
  return results.length === 1;
}
