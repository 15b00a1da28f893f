import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { DocumentStatus, Format, Priority, RiskLevel, UserRole } from "./document.ts";
import type { StoredTemplate } from "./templates.table.ts";

/** Documents as readers see them. The queue object writes them by revision; a terminal row stays. */
export const documents = sqliteTable(
  "documents",
  {
    tenant_id: text().notNull(),
    id: text().notNull(),
    user_id: text().notNull(),
    /** What its author was when asking for it: decides whose facts it may tell. */
    user_role: text().$type<UserRole>().notNull().default("user"),
    title: text().notNull(),
    description: text(),
    /** Title and description, folded for search. */
    search_text: text().notNull(),
    status: text().$type<DocumentStatus>().notNull(),
    priority: text().$type<Priority>().notNull(),
    priority_rank: integer().notNull(),
    queue_name: text().notNull(),
    progress_percentage: integer().notNull(),
    template_id: text().notNull(),
    template_snapshot: text({ mode: "json" }).$type<StoredTemplate>().notNull(),
    parameters: text({ mode: "json" }).$type<Record<string, unknown>>().notNull(),
    output_format: text().$type<Format>().notNull(),
    honey_jar_id: text(),
    scrambling_requested: integer().notNull(),
    scrambling_enabled: integer().notNull(),
    pii_detected: integer().notNull(),
    risk_level: text().$type<RiskLevel>().notNull(),
    result_summary: text({ mode: "json" }).$type<Record<string, unknown>>(),
    result_file_id: text(),
    file_size_bytes: integer(),
    error_message: text(),
    /** Manual retries; names the run. */
    retry_count: integer().notNull(),
    /** Claims over the document's life: the fencing token. */
    attempt: integer().notNull(),
    /** Claims since creation or the last manual retry. */
    tries: integer().notNull(),
    download_count: integer().notNull(),
    created_at: integer().notNull(),
    updated_at: integer().notNull(),
    enqueued_at: integer().notNull(),
    not_before: integer(),
    started_at: integer(),
    completed_at: integer(),
    expires_at: integer().notNull(),
    /** What the queue object told last; an older telling changes nothing. */
    revision: integer().notNull(),
    /** Of the end that the document came to; webhooks carry it. */
    event_id: text(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant_id, table.id] }),
    index("documents_by_owner").on(table.tenant_id, table.user_id, table.created_at, table.id),
    index("documents_by_age").on(table.tenant_id, table.created_at, table.id),
    // These look across tenants: the order of the queue, its history, and what the sweeps look for.
    index("documents_in_order").on(
      table.queue_name,
      table.status,
      table.priority_rank,
      table.enqueued_at,
      table.id,
    ),
    index("documents_ended").on(
      table.queue_name,
      table.status,
      table.completed_at,
      table.started_at,
    ),
    index("documents_stale")
      .on(table.updated_at)
      .where(sql`status IN ('pending', 'queued', 'processing')`),
    index("documents_by_expiry").on(table.expires_at),
    index("documents_by_jar").on(table.tenant_id, table.honey_jar_id),
    index("documents_by_template").on(table.tenant_id, table.template_id, table.status),
  ],
);

/** What was made: one file a format, and the first one stays. */
export const documentFiles = sqliteTable(
  "document_files",
  {
    tenant_id: text().notNull(),
    document_id: text().notNull(),
    format: text().$type<Format>().notNull(),
    id: text().notNull(),
    attempt: integer().notNull(),
    r2_key: text().notNull(),
    sha256: text().notNull(),
    size_bytes: integer().notNull(),
    mime_type: text().notNull(),
    created_at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant_id, table.document_id, table.format] })],
);

export const documentSources = sqliteTable(
  "document_sources",
  {
    tenant_id: text().notNull(),
    document_id: text().notNull(),
    n: integer().notNull(),
    kind: text({ enum: ["honey_jar", "inline", "tenant_data", "web"] }).notNull(),
    source_document_id: text(),
    title: text().notNull(),
    url: text(),
    passages_used: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant_id, table.document_id, table.n] }),
    index("document_sources_by_source").on(table.tenant_id, table.source_document_id),
  ],
);

/** Of accepted creations only. Written with the document; the answer follows. */
export const documentIdempotency = sqliteTable(
  "document_idempotency",
  {
    tenant_id: text().notNull(),
    user_id: text().notNull(),
    key: text().notNull(),
    body_hash: text().notNull(),
    document_id: text().notNull(),
    /** The first 201, byte for byte; null until it was made. */
    response: text(),
    created_at: integer().notNull(),
    expires_at: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant_id, table.user_id, table.key] }),
    index("document_idempotency_by_expiry").on(table.expires_at),
  ],
);

/** What was done, by whom; never content. Kept for 365 days. */
export const documentAudit = sqliteTable(
  "document_audit",
  {
    tenant_id: text().notNull(),
    id: text().notNull(),
    at: integer().notNull(),
    actor: text().notNull(),
    action: text().$type<AuditAction>().notNull(),
    document_id: text(),
    detail: text({ mode: "json" }).$type<Record<string, string | number>>(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant_id, table.id] }),
    index("document_audit_by_time").on(table.tenant_id, table.at),
    index("document_audit_by_age").on(table.at),
  ],
);

export type AuditAction =
  | `document.${"created" | "downloaded" | "cancelled" | "retried" | "deleted" | "expired"}`
  | `share.${"created" | "used" | "revoked"}`
  | `template.${"created" | "updated" | "deleted"}`
  | `webhook.${"created" | "deleted"}`
  | "scrambling.off_requested";

/** Personal data of a run, encrypted, to be put back into what was written. */
export const documentPiiMappings = sqliteTable(
  "document_pii_mappings",
  {
    tenant_id: text().notNull(),
    document_id: text().notNull(),
    run: integer().notNull(),
    iv: text().notNull(),
    ciphertext: text().notNull(),
    created_at: integer().notNull(),
    /** Null while the document is active. */
    delete_after: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant_id, table.document_id, table.run] }),
    index("document_pii_mappings_by_end").on(table.delete_after),
  ],
);

/** Documents whose files are to be looked through once no worker can be at them any more. */
export const documentPurges = sqliteTable(
  "document_purges",
  { tenant_id: text().notNull(), document_id: text().notNull(), due_at: integer().notNull() },
  (table) => [
    primaryKey({ columns: [table.tenant_id, table.document_id] }),
    index("document_purges_due").on(table.due_at),
  ],
);

export type DocumentRow = typeof documents.$inferSelect;
export type DocumentFileRow = typeof documentFiles.$inferSelect;
