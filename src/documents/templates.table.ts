import { integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Format } from "./document.ts";

/** A field that a template asks for. */
export interface TemplateParameter {
  name: string;
  type: "text" | "number" | "boolean" | "date" | "select" | "multiselect";
  label: string;
  required: boolean;
  default?: unknown;
  options?: readonly unknown[];
  help?: string;
}

export interface TemplateConfig {
  writer?: "extractive" | "model";
  instructions?: string;
  defaults?: Record<string, unknown>;
}

export const documentTemplates = sqliteTable(
  "document_templates",
  {
    tenant_id: text().notNull(),
    id: text().notNull(),
    name: text().notNull(),
    display_name: text().notNull(),
    description: text().notNull(),
    category: text().notNull(),
    generator_class: text().notNull(),
    required_role: text({ enum: ["user", "admin"] }).notNull(),
    security_level: text().notNull(),
    scrambling_profile: text().notNull(),
    requires_scrambling: integer({ mode: "boolean" }).notNull(),
    is_active: integer({ mode: "boolean" }).notNull(),
    is_premium: integer({ mode: "boolean" }).notNull(),
    output_formats: text({ mode: "json" }).$type<Format[]>().notNull(),
    max_output_tokens: integer().notNull(),
    estimated_time_minutes: integer().notNull(),
    parameters: text({ mode: "json" }).$type<TemplateParameter[]>().notNull(),
    template_config: text({ mode: "json" }).$type<TemplateConfig>().notNull(),
    created_by: text().notNull(),
    created_at: integer().notNull(),
    updated_at: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant_id, table.id] }),
    uniqueIndex("document_templates_by_name").on(table.tenant_id, table.name),
  ],
);

export type TemplateRow = typeof documentTemplates.$inferSelect;

/** What a document keeps of its template: all of it, as it was. */
export type StoredTemplate = Omit<TemplateRow, "tenant_id">;
