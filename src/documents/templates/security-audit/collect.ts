import { isoTime, isoTimeOrNull } from "#shared";
import { listApiKeys } from "#tenancy";
import type { Occasion, TemplateDeps } from "../data-template.ts";
import { lastDays } from "../parts/calendar.ts";
import { findingsOf, stateAt } from "./findings.ts";
import { readSecurity, type ShareRow } from "./security-audit.query.ts";

const parsed = (time: string | null): number | null => (time === null ? null : Date.parse(time));

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : "unreadable");

/** A share as it stood; one that is used up is as good as expired. */
function shareAt(row: ShareRow, asOf: number) {
  const { created_at: createdAt, expires_at: expiresAt, revoked_at: revokedAt } = row;
  const state = stateAt({ expiresAt, revokedAt }, asOf);
  const spent = row.max_uses !== null && row.uses >= row.max_uses;
  return {
    title: row.title,
    method: row.method,
    createdAt,
    expires: isoTime(expiresAt),
    created: isoTime(createdAt),
    uses: row.uses,
    maxUses: row.max_uses,
    state: state === "active" && spent ? ("expired" as const) : state,
  };
}

async function readKeys({ db }: TemplateDeps, { tenantId, asOf }: Occasion) {
  const records = await listApiKeys({ db }, { tenantId });
  return records
    .filter(({ created_at }) => Date.parse(created_at) <= asOf)
    .map((key) => ({
      name: key.name,
      prefix: key.key_prefix,
      role: key.role,
      scopes: key.scopes,
      created: key.created_at,
      createdAt: Date.parse(key.created_at),
      expiresAt: parsed(key.expires_at),
      lastUsedAt: parsed(key.last_used_at),
      state: stateAt(
        { expiresAt: parsed(key.expires_at), revokedAt: parsed(key.revoked_at) },
        asOf,
      ),
    }))
    .map((key) => ({
      ...key,
      expires: isoTimeOrNull(key.expiresAt),
      lastUsed: isoTimeOrNull(key.lastUsedAt),
    }));
}

export async function collect(deps: TemplateDeps, occasion: Occasion, days: number) {
  const { tenantId, asOf } = occasion;
  const calendar = lastDays(asOf, days);
  const [keys, rows] = await Promise.all([
    readKeys(deps, occasion),
    readSecurity(deps.db, tenantId, calendar),
  ]);
  const shares = rows.shares.map((row) => shareAt(row, asOf));
  const webhooks = rows.webhooks.map(({ url, is_active, disabled_reason, failures }) => ({
    host: hostOf(url),
    active: is_active === 1,
    reason: disabled_reason,
    failures,
  }));
  const scramblingOff =
    rows.actions.find(({ action }) => action === "scrambling.off_requested")?.count ?? 0;
  return {
    dates: calendar.dates,
    keys,
    actions: rows.actions,
    activity: rows.days,
    shares,
    webhooks,
    findings: findingsOf({ asOf, keys, shares, webhooks, scramblingOff }),
  };
}

/** What the sections are made of. */
export type SecurityAudit = Awaited<ReturnType<typeof collect>>;
