import { AppError, hmacHex, isoTime, isoTimeOrNull, type Principal } from "#shared";
import { DISPLAYED_PREFIX_LENGTH, newApiKey } from "./api-key-format.ts";
import type { TenancyDeps } from "./tenancy.ports.ts";
import { insertKey, listKeys, revokeKey } from "./tenancy.repository.ts";
import type { ApiKeyRecord, NewApiKey } from "./tenancy.schemas.ts";
import type { ApiKeyRow } from "./tenancy.table.ts";

/** A key as callers see it: without its hash. */
export const keyRecord = (row: ApiKeyRow): ApiKeyRecord => ({
  id: row.id,
  tenant_id: row.tenant_id,
  user_id: row.user_id,
  name: row.name,
  key_prefix: row.key_prefix,
  role: row.role,
  scopes: row.scopes,
  capabilities: row.capabilities,
  created_at: isoTime(row.created_at),
  expires_at: isoTimeOrNull(row.expires_at),
  revoked_at: isoTimeOrNull(row.revoked_at),
  last_used_at: isoTimeOrNull(row.last_used_at),
});

/** A key and the row to store of it. The key is shown once and can never be read back. */
export async function mintKey(deps: TenancyDeps, tenantId: string, wish: NewApiKey, now: number) {
  const key = newApiKey();
  const row: ApiKeyRow = {
    tenant_id: tenantId,
    id: deps.ids.uuid(),
    user_id: wish.user_id ?? null,
    name: wish.name,
    role: wish.role,
    scopes: [...new Set(wish.scopes)],
    capabilities: wish.capabilities,
    key_hash: await hmacHex(deps.keyPepper, key),
    key_prefix: key.slice(0, DISPLAYED_PREFIX_LENGTH),
    created_at: now,
    expires_at: wish.expires_at == null ? null : Date.parse(wish.expires_at),
    revoked_at: null,
    last_used_at: null,
  };
  return { key, row };
}

export async function createApiKey(
  deps: TenancyDeps,
  principal: Principal,
  wish: NewApiKey,
  now: number,
) {
  const { key, row } = await mintKey(deps, principal.tenantId, wish, now);
  if (row.expires_at !== null && row.expires_at <= now) {
    const details = [{ param: "expires_at", message: "must be in the future" }];
    throw new AppError("BAD_REQUEST", "Invalid parameters", { details });
  }
  await insertKey(deps.db, row);
  return { ...keyRecord(row), key };
}

export async function listApiKeys(
  deps: Pick<TenancyDeps, "db">,
  { tenantId }: Pick<Principal, "tenantId">,
) {
  const rows = await listKeys(deps.db, tenantId);
  return rows.map(keyRecord);
}

export async function revokeApiKey(
  deps: TenancyDeps,
  principal: Principal,
  id: string,
  now: number,
) {
  const found = await revokeKey(deps.db, principal.tenantId, id, now);
  deps.keyCache.drop((row) => row.id === id && row.tenant_id === principal.tenantId);
  if (found) return;
  throw new AppError("NOT_FOUND", "API key not found");
}
