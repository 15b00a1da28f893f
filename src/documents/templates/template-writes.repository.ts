import { and, eq, sql } from "drizzle-orm";
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

/** Writes what changes and nothing else. @returns null when another template has the name. */
export async function updateTemplate(
  db: Db,
  tenantId: string,
  id: string,
  changes: Partial<TemplateRow>,
): Promise<TemplateRow | null> {
  const nameIsFree = sql`NOT EXISTS (SELECT 1 FROM document_templates other
    WHERE other.tenant_id = ${tenantId} AND other.name = ${changes.name ?? null}
      AND other.id <> ${id})`;
  const [written] = await drizzle(db)
    .update(templates)
    .set(changes)
    .where(and(eq(templates.tenant_id, tenantId), eq(templates.id, id), nameIsFree))
    .returning();
  return written ?? null;
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
