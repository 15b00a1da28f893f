import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";

export const honeyJars = sqliteTable(
  "honey_jars",
  {
    tenant_id: text().notNull(),
    id: text().notNull(),
    name: text().notNull(),
    description: text(),
    document_count: integer().notNull(),
    passage_count: integer().notNull(),
    bytes: integer().notNull(),
    created_at: integer().notNull(),
    updated_at: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant_id, table.id] }),
    index("honey_jars_by_age").on(table.tenant_id, table.created_at, table.id),
  ],
);

export type JarRow = typeof honeyJars.$inferSelect;

export const jarDocuments = sqliteTable(
  "honey_jar_documents",
  {
    tenant_id: text().notNull(),
    jar_id: text().notNull(),
    id: text().notNull(),
    title: text().notNull(),
    source_url: text(),
    content_type: text().notNull(),
    bytes: integer().notNull(),
    passage_count: integer().notNull(),
    created_at: integer().notNull(),
    /** Last: what stands behind a long text is read through all of its pages. */
    content: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant_id, table.jar_id, table.id] }),
    index("honey_jar_documents_by_age").on(
      table.tenant_id,
      table.jar_id,
      table.created_at,
      table.id,
    ),
  ],
);

/** A document as lists show it: everything but its text. */
export type JarDocumentRow = Omit<typeof jarDocuments.$inferSelect, "content">;

/** What search finds; `honey_jar_search` (FTS5, made in a migration) indexes it by its row id. */
export const jarPassages = sqliteTable(
  "honey_jar_passages",
  {
    row_id: integer().primaryKey(),
    tenant_id: text().notNull(),
    jar_id: text().notNull(),
    document_id: text().notNull(),
    ordinal: integer().notNull(),
    /** The jar as one search term, so that a search reads only its own jar's entries. */
    jar_term: text().notNull(),
    title: text().notNull(),
    heading_path: text().notNull(),
    passage: text().notNull(),
  },
  (table) => [
    uniqueIndex("honey_jar_passages_by_document").on(
      table.tenant_id,
      table.jar_id,
      table.document_id,
      table.ordinal,
    ),
  ],
);
