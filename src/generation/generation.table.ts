import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { JobStatus } from "./batch.ts";
import type { JobResult } from "./job-view.ts";

/** The dates as they were sent, and what became of the academies that were asked for. */
export interface JobParams {
  date?: string;
  date_start?: string;
  date_end?: string;
  days_back?: number | string;
  requested_academy_ids: readonly number[];
  applied_academy_ids: readonly number[];
  resolution: "full" | "partial";
}

/** Jobs as readers see them. Batch objects project theirs; a parent is computed from its children. */
export const reportGenerationJobs = sqliteTable(
  "report_generation_jobs",
  {
    // Not reused after a deletion: messages of deleted jobs may still be under way.
    id: integer().primaryKey({ autoIncrement: true }),
    tenant_id: text().notNull(),
    report_type: text().notNull(),
    status: text().$type<JobStatus>().notNull(),
    status_message: text().notNull(),
    /** Null on parents only. */
    academy_id: integer(),
    parent_id: integer(),
    batch_id: text().notNull(),
    children_count: integer().notNull().default(0),
    date_start: text().notNull(),
    date_end: text().notNull(),
    progress_current: integer().notNull().default(0),
    progress_total: integer().notNull().default(0),
    generated_rows: integer().notNull().default(0),
    created_at: integer().notNull(),
    updated_at: integer().notNull(),
    requested_by_id: text(),
    params: text({ mode: "json" }).$type<JobParams>().notNull(),
    result: text({ mode: "json" }).$type<JobResult>().notNull(),
    error_log: text(),
    task_id: text(),
    started_at: integer(),
    finished_at: integer(),
    fingerprint: text().notNull(),
    /** The fingerprint of unforced standalone jobs and parents while they are active. */
    dedup_key: text(),
    forced: integer().notNull(),
    /** Grows with every change that shows. A batch object counts its own; adoptions come on top. */
    version: integer().notNull(),
    adoptions: integer().notNull().default(0),
  },
  (table) => [
    uniqueIndex("report_generation_jobs_by_dedup").on(table.tenant_id, table.dedup_key),
    index("report_generation_jobs_by_fingerprint")
      .on(table.tenant_id, table.fingerprint)
      .where(sql`status IN ('PENDING', 'RUNNING')`),
    index("report_generation_jobs_by_parent").on(
      table.tenant_id,
      table.parent_id,
      table.academy_id,
    ),
    index("report_generation_jobs_by_academy")
      .on(table.tenant_id, table.academy_id)
      .where(sql`parent_id IS NOT NULL`),
    index("report_generation_jobs_by_batch").on(table.tenant_id, table.batch_id),
    index("report_generation_jobs_by_age")
      .on(table.tenant_id, table.created_at)
      .where(sql`parent_id IS NULL`),
    // The sweep looks at every tenant's jobs; only active ones are here.
    index("report_generation_jobs_stale")
      .on(table.updated_at)
      .where(sql`status IN ('PENDING', 'RUNNING')`),
  ],
);

export type JobRow = typeof reportGenerationJobs.$inferSelect;
