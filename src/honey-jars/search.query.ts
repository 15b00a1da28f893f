import type { Db } from "#shared";
import { matchExpression } from "./search-terms.ts";

/** A passage that matched. `score` is above 0 and at most 1, which the best one has. */
export interface FoundPassage {
  document_id: string;
  title: string;
  heading_path: string;
  ordinal: number;
  passage: string;
  source_url: string | null;
  score: number;
}

// bm25 is the better the more negative; its weights are in the order of the index's columns.
// The index is asked first (CROSS JOIN keeps the order), the rows then say whose they are.
const SEARCH = `
  WITH matched AS (
    SELECT rowid AS row_id, bm25(honey_jar_search, 0.0, 2.0, 1.5, 1.0) AS weight
    FROM honey_jar_search WHERE honey_jar_search MATCH ?3),
  own AS (
    SELECT p.row_id, p.document_id, p.ordinal, m.weight
    FROM matched m CROSS JOIN honey_jar_passages p ON p.row_id = m.row_id
    WHERE p.tenant_id = ?1 AND p.jar_id = ?2)
  SELECT p.document_id, p.title, p.heading_path, p.ordinal, p.passage, d.source_url, score
  FROM (
    SELECT row_id AS best, round(weight / min(weight) OVER (), 4) AS score
    FROM own ORDER BY score DESC, document_id, ordinal LIMIT ?4)
  CROSS JOIN honey_jar_passages p ON p.row_id = best
  CROSS JOIN honey_jar_documents d
    ON d.tenant_id = ?1 AND d.jar_id = ?2 AND d.id = p.document_id
  ORDER BY score DESC, p.document_id, p.ordinal`;

const statement = (db: Db, tenantId: string, jarId: string, terms: readonly string[], n: number) =>
  db.prepare(SEARCH).bind(tenantId, jarId, matchExpression(jarId, terms), n);

/**
 * The passages of a jar that hold any of the terms, best first (BM25: title 2, heading path 1.5,
 * text 1), then by document id and ordinal. Terms are words, as `searchTerms` makes them; each is
 * matched as a phrase and never read as FTS syntax. No terms, or no such jar: none.
 */
export async function searchPassages(
  db: Db,
  tenantId: string,
  jarId: string,
  terms: readonly string[],
  limit: number,
): Promise<FoundPassage[]> {
  if (terms.length === 0) return [];
  const found = await statement(db, tenantId, jarId, terms, limit).all<FoundPassage>();
  return found.results;
}

/** The same with the news whether the jar is there, in one call; null when it is not. */
export async function searchJar(
  db: Db,
  tenantId: string,
  jarId: string,
  terms: readonly string[],
  limit: number,
): Promise<FoundPassage[] | null> {
  const [jars, found] = await db.batch([
    db
      .prepare("SELECT 1 AS found FROM honey_jars WHERE tenant_id = ? AND id = ?")
      .bind(tenantId, jarId),
    statement(db, tenantId, jarId, terms, limit),
  ]);
  return jars?.results.length === 1 ? ((found?.results ?? []) as FoundPassage[]) : null;
}
