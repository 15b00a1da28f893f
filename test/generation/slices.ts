import { env } from "cloudflare:test";
import type { UnitWork } from "#generation";
import { type SQL, sql } from "drizzle-orm";
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";

type Unit = Parameters<UnitWork>[0];

const dialect = new SQLiteSyncDialect();

/** Rows that the sources hold for a day: what every attempt should come to. */
export const rowsOf = ({ academyId, date }: Pick<Unit, "academyId" | "date">): number =>
  ((academyId * 7 + Number(date.slice(8))) % 4) + 0;

export async function createSlices(): Promise<void> {
  await env.DB.batch(
    [
      `CREATE TABLE IF NOT EXISTS sim_rows (tenant_id TEXT, academy_id INT, date TEXT, n INT,
         stamp TEXT, PRIMARY KEY (tenant_id, academy_id, date, n))`,
      `CREATE TABLE IF NOT EXISTS sim_coverage (tenant_id TEXT, academy_id INT, date TEXT,
         rows INT, read_at INT, stamp TEXT, PRIMARY KEY (tenant_id, academy_id, date))`,
      `CREATE TABLE IF NOT EXISTS sim_writes (id INTEGER PRIMARY KEY AUTOINCREMENT, tenant_id TEXT,
         job TEXT, academy_id INT, date TEXT, read_at INT)`,
    ].map((statement) => env.DB.prepare(statement)),
  );
}

/** Which job a guard is for: its first parameter. */
const jobOf = (guard: SQL): string => String(dialect.sqlToQuery(guard).params[0]);

/**
 * Writes a day as generators do, in one transaction under guard and fence. The rows carry a stamp of
 * their attempt, so that a mixture of two shows.
 */
export async function writeSlice(db: D1Database, unit: Unit, stamp: string): Promise<number> {
  const { tenantId, academyId, date, readAt, guard } = unit;
  const count = rowsOf(unit);
  const slice = sql`tenant_id = ${tenantId} AND academy_id = ${academyId} AND date = ${date}`;
  const allowed = sql`(${guard}) AND NOT EXISTS
    (SELECT 1 FROM sim_coverage WHERE ${slice} AND read_at > ${readAt})`;
  const numbers = JSON.stringify(Array.from({ length: count }, (_, at) => at));
  const statements = [
    sql`DELETE FROM sim_rows WHERE ${slice} AND ${allowed}`,
    sql`INSERT INTO sim_rows SELECT ${tenantId}, ${academyId}, ${date}, value, ${stamp}
      FROM json_each(${numbers}) WHERE ${allowed}`,
    sql`INSERT INTO sim_writes (tenant_id, job, academy_id, date, read_at)
      SELECT ${tenantId}, ${jobOf(guard)}, ${academyId}, ${date}, ${readAt} WHERE ${allowed}`,
    sql`INSERT INTO sim_coverage
      SELECT ${tenantId}, ${academyId}, ${date}, ${count}, ${readAt}, ${stamp} WHERE ${allowed}
      ON CONFLICT DO UPDATE SET rows = excluded.rows, read_at = excluded.read_at,
        stamp = excluded.stamp`,
    sql`SELECT rows FROM sim_coverage WHERE ${slice}`,
  ].map((statement) => {
    const { sql: text, params } = dialect.sqlToQuery(statement);
    return db.prepare(text).bind(...params);
  });
  const results = await db.batch<{ rows: number }>(statements);
  return results.at(-1)?.results[0]?.rows ?? 0;
}

export interface Write {
  id: number;
  job: string;
  academy_id: number;
  date: string;
  read_at: number;
}

export async function writesOf(tenantId: string): Promise<Write[]> {
  const { results } = await env.DB.prepare(
    "SELECT * FROM sim_writes WHERE tenant_id = ? ORDER BY id",
  )
    .bind(tenantId)
    .all<Write>();
  return results;
}

export async function slicesOf(tenantId: string) {
  const { results } = await env.DB.prepare(
    `SELECT c.academy_id, c.date, c.rows, c.stamp, count(r.n) AS found,
       count(DISTINCT r.stamp) AS stamps, max(r.stamp) AS of
     FROM sim_coverage c LEFT JOIN sim_rows r USING (tenant_id, academy_id, date)
     WHERE c.tenant_id = ? GROUP BY c.academy_id, c.date`,
  )
    .bind(tenantId)
    .all<{
      academy_id: number;
      date: string;
      rows: number;
      stamp: string;
      found: number;
      stamps: number;
      of: string | null;
    }>();
  return results;
}
