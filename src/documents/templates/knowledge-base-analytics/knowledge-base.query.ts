import type { Db } from "#shared";
import type { Calendar } from "../parts/calendar.ts";
import { query, readRows } from "../parts/rows.query.ts";

const MOST_JARS = 50;
const TOP = 10;
const MOST_NEVER_CITED = 25;

/** The jars at hand: all of the tenant's, or the one that is asked for. */
const JARS = "j.tenant_id = ?1 AND (?2 IS NULL OR j.id = ?2)";

/** Their documents; the joins keep to the jars' own order of keys. */
const DOCUMENTS = `honey_jars j CROSS JOIN honey_jar_documents d
  ON d.tenant_id = ?1 AND d.jar_id = j.id`;

/** How often documents are in the sources of a report. */
const CITATIONS = `(SELECT count(*) FROM document_sources s
  WHERE s.tenant_id = ?1 AND s.source_document_id = d.id)`;

const CITED = `EXISTS (SELECT 1 FROM document_sources s
  WHERE s.tenant_id = ?1 AND s.source_document_id = d.id)`;

export interface JarFigures {
  name: string;
  documents: number;
  bytes: number;
  updated_at: number;
  reports: number;
  citations: number;
}

interface Titled {
  title: string;
  jar: string;
}

/** How big jars are and how they grew. */
const sizeQueries = (jars: readonly [string, string | null], { from, end }: Calendar) => ({
  overview: query<{ jars: number; documents: number; passages: number; bytes: number }>(
    `SELECT count(*) AS jars, coalesce(sum(document_count), 0) AS documents,
       coalesce(sum(passage_count), 0) AS passages, coalesce(sum(bytes), 0) AS bytes
     FROM honey_jars j WHERE ${JARS}`,
    ...jars,
  ),
  growth: query<{ day: number; documents: number }>(
    `SELECT d.created_at / 86400000 AS day, count(*) AS documents FROM ${DOCUMENTS}
     WHERE ${JARS} AND d.created_at >= ?3 AND d.created_at < ?4 GROUP BY 1`,
    ...jars,
    from,
    end,
  ),
  contentTypes: query<{ content_type: string; documents: number }>(
    `SELECT d.content_type, count(*) AS documents FROM ${DOCUMENTS} WHERE ${JARS}
     GROUP BY 1 ORDER BY 2 DESC, 1`,
    ...jars,
  ),
  largest: query<Titled & { bytes: number }>(
    `SELECT d.title, j.name AS jar, d.bytes FROM ${DOCUMENTS} WHERE ${JARS}
     ORDER BY d.bytes DESC, d.title, d.id LIMIT ${TOP}`,
    ...jars,
  ),
});

/** What reports made of them. */
const useQueries = (jars: readonly [string, string | null]) => ({
  byJar: query<JarFigures>(
    `SELECT j.name, j.document_count AS documents, j.bytes, j.updated_at,
       (SELECT count(*) FROM documents r WHERE r.tenant_id = ?1 AND r.honey_jar_id = j.id
         AND r.status = 'completed') AS reports,
       (SELECT count(*) FROM honey_jar_documents d CROSS JOIN document_sources s
         ON s.tenant_id = ?1 AND s.source_document_id = d.id
         WHERE d.tenant_id = ?1 AND d.jar_id = j.id) AS citations
     FROM honey_jars j WHERE ${JARS}
     ORDER BY j.document_count DESC, j.name, j.id LIMIT ${MOST_JARS}`,
    ...jars,
  ),
  cited: query<{ many: number }>(
    `SELECT count(*) AS many FROM ${DOCUMENTS} WHERE ${JARS} AND ${CITED}`,
    ...jars,
  ),
  mostCited: query<Titled & { citations: number }>(
    `SELECT d.title, j.name AS jar, ${CITATIONS} AS citations FROM ${DOCUMENTS}
     WHERE ${JARS} AND ${CITED} ORDER BY citations DESC, d.title, d.id LIMIT ${TOP}`,
    ...jars,
  ),
  neverCited: query<Titled & { created_at: number }>(
    `SELECT d.title, j.name AS jar, d.created_at FROM ${DOCUMENTS}
     WHERE ${JARS} AND NOT ${CITED} ORDER BY d.created_at, d.id LIMIT ${MOST_NEVER_CITED}`,
    ...jars,
  ),
});

/** Size, growth and use of honey jars, one state of the data. @param jarId null: all jars */
export function readKnowledge(db: Db, tenantId: string, jarId: string | null, calendar: Calendar) {
  const jars = [tenantId, jarId] as const;
  return readRows(db, { ...sizeQueries(jars, calendar), ...useQueries(jars) });
}
