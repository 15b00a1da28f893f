import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import type { Capability, Scope } from "#shared";
import { ROLES } from "#shared";

export const tenants = sqliteTable("tenants", {
  id: text().primaryKey(),
  name: text().notNull(),
  created_at: integer().notNull(),
});

export const apiKeys = sqliteTable(
  "api_keys",
  {
    tenant_id: text().notNull(),
    id: text().notNull(),
    user_id: text(),
    name: text().notNull(),
    role: text({ enum: ROLES }).notNull(),
    scopes: text({ mode: "json" }).$type<Scope[]>().notNull(),
    capabilities: text({ mode: "json" }).$type<Capability[]>().notNull(),
    /** HMAC-SHA-256 of the key under KEY_PEPPER, in hex. The key itself is nowhere. */
    key_hash: text().notNull(),
    key_prefix: text().notNull(),
    created_at: integer().notNull(),
    expires_at: integer(),
    revoked_at: integer(),
    last_used_at: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant_id, table.id] }),
    // The one look-up that does not know its tenant yet: it is what tells it.
    uniqueIndex("api_keys_by_hash").on(table.key_hash),
    index("api_keys_by_age").on(table.tenant_id, table.created_at, table.id),
  ],
);

export type ApiKeyRow = typeof apiKeys.$inferSelect;
