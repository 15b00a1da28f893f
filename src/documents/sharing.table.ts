import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";

export const SHARE_METHODS = ["link", "download_token"] as const;
export type ShareMethod = (typeof SHARE_METHODS)[number];

export const documentShares = sqliteTable(
  "document_shares",
  {
    tenant_id: text().notNull(),
    id: text().notNull(),
    document_id: text().notNull(),
    created_by: text().notNull(),
    method: text({ enum: SHARE_METHODS }).notNull(),
    /** SHA-256 of the token, in hex. The token itself is nowhere. */
    token_hash: text().notNull(),
    created_at: integer().notNull(),
    expires_at: integer().notNull(),
    max_uses: integer(),
    uses: integer().notNull(),
    last_used_at: integer(),
    revoked_at: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant_id, table.id] }),
    // The one look-up that does not know its tenant: an outsider brings a token.
    uniqueIndex("document_shares_by_token").on(table.token_hash),
    index("document_shares_by_document").on(table.tenant_id, table.document_id, table.created_at),
  ],
);

export type ShareRow = typeof documentShares.$inferSelect;
