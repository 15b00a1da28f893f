import { type Db, utcDate } from "#shared";
import type { AuditAction } from "../../documents.table.ts";
import type { Calendar } from "../parts/calendar.ts";
import { query, readRows } from "../parts/rows.query.ts";

export interface ShareRow {
  document_id: string;
  title: string | null;
  method: string;
  created_at: number;
  expires_at: number;
  max_uses: number | null;
  uses: number;
  revoked_at: number | null;
}

const SPAN = "tenant_id = ?1 AND at >= ?2 AND at < ?3";

/** Audit, shares and webhooks of a tenant. Sharing is limited to twenty a document, hooks to five a user. */
export async function readSecurity(db: Db, tenantId: string, { from, end }: Calendar) {
  const span = [tenantId, from, end] as const;
  const rows = await readRows(db, {
    actions: query<{ action: AuditAction; count: number }>(
      `SELECT action, count(*) AS count FROM document_audit
       WHERE ${SPAN} GROUP BY action ORDER BY count DESC, action`,
      ...span,
    ),
    days: query<{ day: number; count: number }>(
      `SELECT at / 86400000 AS day, count(*) AS count FROM document_audit WHERE ${SPAN} GROUP BY 1`,
      ...span,
    ),
    shares: query<ShareRow>(
      `SELECT s.document_id, d.title, s.method, s.created_at, s.expires_at, s.max_uses, s.uses,
         s.revoked_at
       FROM document_shares s LEFT JOIN documents d ON d.tenant_id = ?1 AND d.id = s.document_id
       WHERE s.tenant_id = ?1 AND s.created_at < ?2 ORDER BY s.created_at, s.id`,
      tenantId,
      end,
    ),
    webhooks: query<{
      url: string;
      is_active: number;
      disabled_reason: string | null;
      failures: number;
    }>(
      `SELECT w.url, w.is_active, w.disabled_reason, (
         SELECT count(*) FROM document_webhook_deliveries d
         WHERE d.tenant_id = ?1 AND d.webhook_id = w.id AND d.created_at >= ?2
           AND d.created_at < ?3 AND d.status = 'failed') AS failures
       FROM document_webhooks w WHERE w.tenant_id = ?1 ORDER BY w.created_at, w.id`,
      ...span,
    ),
  });
  const days = rows.days.map(({ day, count }) => ({ date: utcDate(day * 86_400_000), count }));
  return { ...rows, days };
}
