import { AppError, isoTime, pageOf } from "#shared";
import type { HoneyJarsDeps } from "./honey-jars.ports.ts";
import { listJars, readJar } from "./honey-jars.query.ts";
import * as repository from "./honey-jars.repository.ts";
import type { JarRecord, NewJar, Page, Search } from "./honey-jars.schemas.ts";
import type { JarRow } from "./honey-jars.table.ts";
import { type FoundPassage, searchJar as searchJarPassages } from "./search.query.ts";
import { searchTerms } from "./search-terms.ts";

export const jarNotFound = (): AppError => new AppError("NOT_FOUND", "Honey jar not found");

const jarRecord = (row: JarRow): JarRecord => ({
  id: row.id,
  name: row.name,
  description: row.description,
  document_count: row.document_count,
  passage_count: row.passage_count,
  bytes: row.bytes,
  created_at: isoTime(row.created_at),
  updated_at: isoTime(row.updated_at),
});

export async function createJar(
  { db, ids }: HoneyJarsDeps,
  tenantId: string,
  { name, description = null }: NewJar,
  now: number,
): Promise<JarRecord> {
  const counters = { document_count: 0, passage_count: 0, bytes: 0 };
  const times = { created_at: now, updated_at: now };
  const row = { tenant_id: tenantId, id: ids.uuid(), name, description, ...counters, ...times };
  await repository.insertJar(db, row);
  return jarRecord(row);
}

/** @throws NOT_FOUND */
export async function getJar(
  { db }: HoneyJarsDeps,
  tenantId: string,
  jarId: string,
): Promise<JarRecord> {
  const row = await readJar(db, tenantId, jarId);
  if (!row) throw jarNotFound();
  return jarRecord(row);
}

export async function listHoneyJars({ db }: HoneyJarsDeps, tenantId: string, page: Page) {
  const { rows, total } = await listJars(db, tenantId, page);
  return { honey_jars: rows.map(jarRecord), pagination: pageOf(page, total, rows.length) };
}

/** The jar with all that is in it. @throws NOT_FOUND */
export async function deleteJar(
  { db }: HoneyJarsDeps,
  tenantId: string,
  jarId: string,
): Promise<void> {
  if (!(await readJar(db, tenantId, jarId))) throw jarNotFound();
  await repository.deleteJar(db, tenantId, jarId);
}

/** The passages of a jar that hold a word of the query, best first. @throws NOT_FOUND */
export async function searchJar(
  { db }: HoneyJarsDeps,
  tenantId: string,
  jarId: string,
  { q, limit }: Search,
): Promise<FoundPassage[]> {
  const passages = await searchJarPassages(db, tenantId, jarId, searchTerms(q), limit);
  if (!passages) throw jarNotFound();
  return passages;
}
