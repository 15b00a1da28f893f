import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Days that were generated, also those that came out empty. */
export const reportCoverage = sqliteTable(
  "report_coverage",
  {
    tenant_id: text().notNull(),
    report_type: text().notNull(),
    academy_id: integer().notNull(),
    date: text().notNull(),
    generated_at: integer().notNull(),
    generated_rows: integer().notNull(),
    /** Of them, those that another day or academy has taken over since. A trigger counts. */
    moved_rows: integer().notNull().default(0),
    /** The database's clock when the reading for these rows began: the write fence. */
    read_at: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant_id, table.report_type, table.academy_id, table.date] }),
  ],
);
