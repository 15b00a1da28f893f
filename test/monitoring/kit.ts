import { env } from "cloudflare:test";
import { type DayRun, generateDay, reportTypes } from "#monitoring";
import type { Db } from "#shared";
import { createServer, newTenant, type TestServer } from "../kit/server.ts";
import { ingest } from "../kit/ingest.ts";

export const DAY = "2026-04-13";
export const NOW = Date.parse("2026-04-14T02:00:00Z");
const DAY_MS = 86_400_000;

/** An instant: days from a date, at a time of day. */
export const at = (date: string, days: number, time = "12:00:00.000"): string =>
  `${new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10)}T${time}Z`;

/** Milliseconds by the database's own clock, which all writers of a day share. */
export async function readDatabaseClock(db: Db): Promise<number> {
  const now = "SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS now";
  return (await db.prepare(now).first<number>("now")) ?? 0;
}

export interface Stage {
  server: TestServer;
  tenantId: string;
  put(dataset: string, records: readonly object[]): Promise<void>;
  generate(type: string, run?: Partial<DayRun>): ReturnType<typeof generateDay>;
  rows<T>(table: string): Promise<T[]>;
}

/** A tenant of its own, filled through ingestion; generation runs on the recorded database. */
export async function newStage(): Promise<Stage> {
  const server = createServer();
  const { id: tenantId, adminKey } = await newTenant(server);
  return {
    server,
    tenantId,
    async put(dataset, records) {
      const { body } = await ingest(server, adminKey, dataset, records);
      if (body["stored"] !== records.length) throw new Error(JSON.stringify(body));
    },
    async generate(slug, run = {}) {
      const type = reportTypes.find((one) => one.slug === slug);
      if (!type) throw new Error(`no report type ${slug}`);
      return generateDay(server.deps.db, type, {
        tenantId,
        academyId: 1,
        date: DAY,
        now: NOW,
        today: "2026-04-14",
        alertDay: true,
        readAt: await readDatabaseClock(server.deps.db),
        ...run,
      });
    },
    async rows<T>(table: string) {
      const found = await env.DB.prepare(`SELECT * FROM ${table} WHERE tenant_id = ?`)
        .bind(tenantId)
        .all<T>();
      return found.results;
    },
  };
}
