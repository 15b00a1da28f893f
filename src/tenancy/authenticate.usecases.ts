import { failureFields, hmacHex, MINUTE_MS, type Principal, sha256Hex } from "#shared";
import { isApiKey } from "./api-key-format.ts";
import type { Credential } from "./credentials.ts";
import type { Session, TenancyDeps } from "./tenancy.ports.ts";
import { findKeyByHash, touchKey } from "./tenancy.repository.ts";
import type { ApiKeyRow } from "./tenancy.table.ts";

/** Why a credential names nobody. */
export type AuthenticationFailure =
  | { reason: "missing" | "malformed" | "invalid" | "inactive" }
  | { reason: "expired"; expiredAt: number };

/** `background` is work to finish after the answer: the note that the key was used. */
export type Authentication =
  | { ok: true; principal: Principal; background?: Promise<void> }
  | { ok: false; failure: AuthenticationFailure };

const refused = (failure: AuthenticationFailure): Authentication => ({ ok: false, failure });

const keyPrincipal = (row: ApiKeyRow): Principal => ({
  kind: "key",
  tenantId: row.tenant_id,
  userId: row.user_id ?? `key:${row.id}`,
  credentialId: `key:${row.id}`,
  role: row.role,
  scopes: row.scopes,
  capabilities: row.capabilities,
  assurance: null,
});

const sessionPrincipal = (session: Session, tenantId: string): Principal => ({
  kind: "session",
  tenantId,
  userId: session.identityId,
  credentialId: `session:${session.identityId}`,
  role: session.role,
  scopes: [],
  capabilities: session.capabilities,
  assurance: { level: session.assuranceLevel, methods: session.methods },
});

/** `last_used_at` is written at most once a minute, and a failure to write it fails nobody. */
async function noteUse(deps: TenancyDeps, row: ApiKeyRow, now: number): Promise<void> {
  if (row.last_used_at !== null && now - row.last_used_at < MINUTE_MS) return;
  try {
    await touchKey(deps.db, row, now, MINUTE_MS);
  } catch (error) {
    deps.logger.error("tenancy.key-use.not-noted", failureFields(error));
  }
}

async function byKey(deps: TenancyDeps, key: string, now: number): Promise<Authentication> {
  if (!isApiKey(key)) return refused({ reason: "invalid" });
  const hash = await hmacHex(deps.keyPepper, key);
  const cached = deps.keyCache.get(hash, now);
  const row = cached ?? (await findKeyByHash(deps.db, hash));
  if (!row || row.revoked_at !== null) return refused({ reason: "invalid" });
  if (row.expires_at !== null && row.expires_at <= now) {
    return refused({ reason: "expired", expiredAt: row.expires_at });
  }
  const principal = keyPrincipal(row);
  if (cached) return { ok: true, principal };
  deps.keyCache.set(hash, row, now);
  return { ok: true, principal, background: noteUse(deps, row, now) };
}

async function bySession(deps: TenancyDeps, cookie: string, now: number): Promise<Authentication> {
  if (!deps.sessions) return refused({ reason: "missing" });
  const hash = await sha256Hex(cookie);
  const cached = deps.sessionCache.get(hash, now);
  const session = cached ?? (await deps.sessions.verify(cookie));
  if (!session) return refused({ reason: "invalid" });
  if (!session.active) return refused({ reason: "inactive" });
  if (session.expiresAt !== null && session.expiresAt <= now) {
    return refused({ reason: "expired", expiredAt: session.expiresAt });
  }
  if (session.tenantId === null) return refused({ reason: "invalid" });
  if (!cached) deps.sessionCache.set(hash, session, now);
  return { ok: true, principal: sessionPrincipal(session, session.tenantId) };
}

/** Who a credential is, from isolate memory when it was seen a moment ago. */
export async function authenticate(
  deps: TenancyDeps,
  credential: Credential,
  now: number,
): Promise<Authentication> {
  switch (credential.kind) {
    case "key":
      return byKey(deps, credential.key, now);
    case "session":
      return bySession(deps, credential.cookie, now);
    default:
      return refused({ reason: credential.kind === "none" ? "missing" : "malformed" });
  }
}
