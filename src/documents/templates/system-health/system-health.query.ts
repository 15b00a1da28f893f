import type { Db } from "#shared";
import type { DocumentStatus, Format } from "../../document.ts";
import type { Calendar } from "../parts/calendar.ts";
import { type Query, query, readRows } from "../parts/rows.query.ts";

export interface Timing {
  p50: number | null;
  p95: number | null;
}

const IN_SPAN = "tenant_id = ?1 AND created_at >= ?2 AND created_at < ?3";

/** Nearest rank: the place of the q-quantile of n values is ⌈q·n⌉. */
const quantiles = (duration: string, where: string): string => `
  WITH timed(ms, place, many) AS (
    SELECT ${duration}, row_number() OVER (ORDER BY ${duration}), count(*) OVER ()
    FROM documents WHERE ${IN_SPAN} AND ${where})
  SELECT max(CASE WHEN place = (50 * many + 99) / 100 THEN ms END) AS p50,
    max(CASE WHEN place = (95 * many + 99) / 100 THEN ms END) AS p95 FROM timed`;

const WAITING_HERE = `SELECT min(enqueued_at) AS oldest FROM documents
  WHERE tenant_id = ?1 AND created_at < ?2 AND status IN ('pending', 'queued')`;

/** What the documents' own tables tell of a tenant's span of days. */
export function readDocuments(db: Db, tenantId: string, { from, end }: Calendar) {
  const span = [tenantId, from, end] as const;
  const timing = (duration: string, where: string): Query<Timing> =>
    query(quantiles(duration, where), ...span);
  return readRows(db, {
    statuses: query<{ day: number; status: DocumentStatus; count: number }>(
      `SELECT created_at / 86400000 AS day, status, count(*) AS count FROM documents
       WHERE ${IN_SPAN} GROUP BY 1, 2`,
      ...span,
    ),
    processing: timing("completed_at - started_at", "status = 'completed' AND started_at > 0"),
    waiting: timing("started_at - enqueued_at", "started_at > 0"),
    failures: query<{ code: string; count: number }>(
      `SELECT substr(error_message, 1, instr(error_message, ':') - 1) AS code, count(*) AS count
       FROM documents WHERE ${IN_SPAN} AND status = 'failed' GROUP BY 1 ORDER BY 2 DESC, 1`,
      ...span,
    ),
    oldest: query<{ oldest: number | null }>(WAITING_HERE, tenantId, end),
    files: query<{ format: Format; files: number; bytes: number }>(
      `SELECT format, count(*) AS files, sum(size_bytes) AS bytes FROM document_files
       WHERE tenant_id = ? GROUP BY format ORDER BY format`,
      tenantId,
    ),
    jars: query<{ jars: number; documents: number; bytes: number }>(
      `SELECT count(*) AS jars, coalesce(sum(document_count), 0) AS documents,
         coalesce(sum(bytes), 0) AS bytes FROM honey_jars WHERE tenant_id = ?`,
      tenantId,
    ),
    deliveries: query<{ status: "pending" | "delivered" | "failed"; count: number }>(
      `SELECT d.status, count(*) AS count FROM document_webhooks w
       CROSS JOIN document_webhook_deliveries d ON d.tenant_id = ?1 AND d.webhook_id = w.id
         AND d.created_at >= ?2 AND d.created_at < ?3
       WHERE w.tenant_id = ?1 GROUP BY d.status`,
      ...span,
    ),
  });
}
