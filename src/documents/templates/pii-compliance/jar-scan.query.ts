import { readJar } from "#honey-jars";
import type { Db } from "#shared";
import { DocumentError } from "../../document-error.ts";
import { createDetect } from "../../privacy/detect.ts";

const MOST_DOCUMENTS = 500;
const MOST_BYTES = 5 * 1024 * 1024;

interface Listed {
  id: string;
  title: string;
  bytes: number;
}

/** How many distinct values of each type a document holds; the values themselves are kept nowhere. */
export interface ScannedDocument {
  title: string;
  byType: Record<string, number>;
}

export interface JarScan {
  jar: string;
  scanned: number;
  total: number;
  /** Those with something in them, in the order in which they were added. */
  documents: ScannedDocument[];
}

/** The first documents of the jar that stay within both limits together. */
async function toScan(db: Db, tenantId: string, jarId: string): Promise<Listed[]> {
  const { results } = await db
    .prepare(
      `SELECT id, title, bytes FROM (
         SELECT id, title, bytes, created_at, sum(bytes) OVER (ORDER BY created_at, id) AS so_far
         FROM (SELECT id, title, bytes, created_at FROM honey_jar_documents
           WHERE tenant_id = ? AND jar_id = ? ORDER BY created_at, id LIMIT ${MOST_DOCUMENTS}))
       WHERE so_far <= ${MOST_BYTES} ORDER BY created_at, id`,
    )
    .bind(tenantId, jarId)
    .all<Listed>();
  return results;
}

/** Looks through a jar for personal data, one document in memory at a time. HONEY_JAR_GONE without it. */
export async function scanJar(
  db: Db,
  tenantId: string,
  jarId: string,
  phoneRegion: string,
): Promise<JarScan> {
  const jar = await readJar(db, tenantId, jarId);
  if (!jar) throw new DocumentError("HONEY_JAR_GONE");
  const listed = await toScan(db, tenantId, jarId);
  const detect = await createDetect(phoneRegion);
  const text = db.prepare(
    "SELECT content FROM honey_jar_documents WHERE tenant_id = ? AND jar_id = ? AND id = ?",
  );
  const documents: ScannedDocument[] = [];
  for (const { id, title } of listed) {
    const content = (await text.bind(tenantId, jarId, id).first<string>("content")) ?? "";
    const found = new Set(
      detect(content)
        .filter(({ type }) => type !== "LITERAL")
        .map(({ type, start, end }) => `${type} ${content.slice(start, end)}`),
    );
    const byType: Record<string, number> = {};
    for (const one of found) {
      const type = one.slice(0, one.indexOf(" "));
      byType[type] = (byType[type] ?? 0) + 1;
    }
    if (found.size > 0) documents.push({ title, byType });
  }
  return { jar: jar.name, scanned: listed.length, total: jar.document_count, documents };
}
