import type { Db } from "#shared";
import type { RiskLevel } from "../../document.ts";
import type { Calendar } from "../parts/calendar.ts";
import { query, readRows } from "../parts/rows.query.ts";

/** Documents that were written from a query in a span of days. */
const WRITTEN = `d.tenant_id = ?1 AND d.created_at >= ?2 AND d.created_at < ?3
  AND d.template_snapshot ->> 'generator_class' = 'conversational'`;

const FOUND = "json_each(d.result_summary, '$.scrambling.by_type') f";

/** What the documents' own tables tell of protection; counts only, for nothing else is stored. */
export const readProtection = (db: Db, tenantId: string, { from, end }: Calendar) => {
  const span = [tenantId, from, end] as const;
  return readRows(db, {
    coverage: query<{ scrambled: number; plain: number; off: number }>(
      `SELECT coalesce(sum(scrambling_enabled), 0) AS scrambled,
         coalesce(sum(1 - scrambling_enabled), 0) AS plain,
         coalesce(sum(1 - scrambling_requested), 0) AS off
       FROM documents d WHERE ${WRITTEN}`,
      ...span,
    ),
    types: query<{ type: string; items: number; documents: number }>(
      `SELECT f.key AS type, sum(f.value) AS items, count(*) AS documents
       FROM documents d, ${FOUND} WHERE ${WRITTEN} AND d.status = 'completed'
       GROUP BY 1 ORDER BY 2 DESC, 1`,
      ...span,
    ),
    risks: query<{ risk: RiskLevel; documents: number }>(
      `SELECT d.risk_level AS risk, count(*) AS documents FROM documents d
       WHERE ${WRITTEN} AND d.status = 'completed' GROUP BY 1`,
      ...span,
    ),
    days: query<{ day: number; items: number }>(
      `SELECT d.created_at / 86400000 AS day, sum(f.value) AS items FROM documents d, ${FOUND}
       WHERE ${WRITTEN} AND d.status = 'completed' GROUP BY 1`,
      ...span,
    ),
    gates: query<{ code: string; documents: number }>(
      `SELECT substr(d.error_message, 1, instr(d.error_message, ':') - 1) AS code,
         count(*) AS documents
       FROM documents d WHERE d.tenant_id = ?1 AND d.created_at >= ?2 AND d.created_at < ?3
         AND d.status = 'failed' AND d.error_message GLOB 'PII_*'
       GROUP BY 1`,
      ...span,
    ),
    overdue: query<{ mappings: number }>(
      `SELECT count(*) AS mappings FROM document_pii_mappings
       WHERE tenant_id = ? AND delete_after < ?`,
      tenantId,
      end,
    ),
  });
};
