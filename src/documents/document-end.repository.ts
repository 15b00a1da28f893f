import type { Db } from "#shared";
import type { DocumentStatus } from "./document.ts";

/** Mappings of personal data outlive their document's end by a day. */
export const MAPPING_KEPT_MS = 86_400_000;
/** No worker of the document is alive any more after this long. */
const PURGE_AFTER_MS = 15 * 60_000;

/** A random UUID v4, made by the database: statements that may be repeated keep the first. */
export const NEW_UUID = `lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' ||
  substr(hex(randomblob(2)), 2) || '-' || substr('89ab', 1 + (abs(random()) % 4), 1) ||
  substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))`;

const time = (column: string): string =>
  `strftime('%Y-%m-%dT%H:%M:%SZ', ${column} / 1000, 'unixepoch')`;

/** One delivery a webhook that listens. The event's id makes a repeat a no-op. */
const DELIVERIES = `
  INSERT INTO document_webhook_deliveries (tenant_id, id, webhook_id, event_id, type, document_id,
    payload, status, attempt, created_at, next_attempt_at)
  SELECT d.tenant_id, ${NEW_UUID}, w.id, d.event_id, 'report.' || d.status, d.id,
    json_object('type', 'report.' || d.status, 'timestamp', ${time("d.completed_at")},
      'data', json_object('report_id', d.id, 'title', d.title, 'status', d.status,
        'output_format', d.output_format, 'file_size_bytes', d.file_size_bytes,
        'download_url', CASE WHEN d.status = 'completed'
          THEN '/api/reports/' || d.id || '/download' END,
        'error_message', d.error_message, 'retry_count', d.retry_count)),
    'pending', 0, ?4, ?4
  FROM documents d
  CROSS JOIN document_webhooks w ON w.tenant_id = d.tenant_id AND w.user_id = d.user_id
  WHERE d.tenant_id = ?1 AND d.id = ?2 AND d.status = ?3 AND d.event_id IS NOT NULL
    AND w.is_active = 1
    AND EXISTS (SELECT 1 FROM json_each(w.events) WHERE value = 'report.' || ?3)
  ON CONFLICT DO NOTHING`;

const MAPPINGS = `
  UPDATE document_pii_mappings SET delete_after = ?3
  WHERE tenant_id = ?1 AND document_id = ?2 AND delete_after IS NULL
    AND EXISTS (SELECT 1 FROM documents d WHERE d.tenant_id = ?1 AND d.id = ?2
      AND d.completed_at IS NOT NULL)`;

const PURGE = `
  INSERT INTO document_purges (tenant_id, document_id, due_at) VALUES (?1, ?2, ?3)
  ON CONFLICT DO UPDATE SET due_at = excluded.due_at`;

/** What comes with a terminal state, in its batch: webhook events, and when to tidy up. */
export const endStatements = (
  db: Db,
  tenantId: string,
  documentId: string,
  status: DocumentStatus,
  now: number,
): D1PreparedStatement[] => [
  db.prepare(DELIVERIES).bind(tenantId, documentId, status, now),
  db.prepare(MAPPINGS).bind(tenantId, documentId, now + MAPPING_KEPT_MS),
  db.prepare(PURGE).bind(tenantId, documentId, now + PURGE_AFTER_MS),
];
