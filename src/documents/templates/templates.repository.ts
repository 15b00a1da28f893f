import { and, asc, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Db } from "#shared";
import { FORMATS } from "../document.ts";
import { documentTemplates as templates, type TemplateRow } from "../templates.table.ts";
import { BEE_ID, SEEDED } from "./seeded-templates.ts";

const BEE_TOKENS = 16_384;

function seededRow(tenantId: string, seed: (typeof SEEDED)[number], now: number): TemplateRow {
  const isBee = seed.id === BEE_ID;
  return {
    tenant_id: tenantId,
    ...seed,
    display_name: seed.name,
    security_level: seed.required_role === "admin" ? "high" : "standard",
    scrambling_profile: isBee ? "standard" : "none",
    requires_scrambling: isBee,
    is_active: true,
    is_premium: false,
    output_formats: [...FORMATS],
    max_output_tokens: isBee ? BEE_TOKENS : 0,
    template_config: {},
    created_by: "system",
    created_at: now,
    updated_at: now,
  };
}

/** Puts in what is missing of the seeded templates; what is there, edited or not, stays. */
async function seedTemplates(db: Db, tenantId: string, now: number): Promise<void> {
  const database = drizzle(db.idempotent);
  const inserts = SEEDED.map((seed) =>
    database
      .insert(templates)
      .values(seededRow(tenantId, seed, now))
      .onConflictDoNothing(),
  );
  const [first, ...rest] = inserts;
  if (first) await database.batch([first, ...rest]);
}

const readTemplates = (db: Db, tenantId: string): Promise<TemplateRow[]> =>
  drizzle(db)
    .select()
    .from(templates)
    .where(eq(templates.tenant_id, tenantId))
    .orderBy(asc(templates.category), asc(templates.name));

/** All templates of a tenant, inactive ones too. Whoever looks first finds the seeded ones there. */
export async function listTemplates(db: Db, tenantId: string, now: number): Promise<TemplateRow[]> {
  const rows = await readTemplates(db, tenantId);
  const present = new Set(rows.map(({ id }) => id));
  if (SEEDED.every(({ id }) => present.has(id))) return rows;
  await seedTemplates(db, tenantId, now);
  return readTemplates(db, tenantId);
}

const readTemplate = (db: Db, tenantId: string, id: string): Promise<TemplateRow | undefined> =>
  drizzle(db)
    .select()
    .from(templates)
    .where(and(eq(templates.tenant_id, tenantId), eq(templates.id, id)))
    .get();

/** A template of the tenant, inactive ones too. */
export async function findTemplate(
  db: Db,
  tenantId: string,
  id: string,
  now: number,
): Promise<TemplateRow | undefined> {
  const row = await readTemplate(db, tenantId, id);
  if (row || !SEEDED.some((seed) => seed.id === id)) return row;
  await seedTemplates(db, tenantId, now);
  return readTemplate(db, tenantId, id);
}
