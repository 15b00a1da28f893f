import { EMPTY_BATCH, type Job } from "./batch.ts";
import type { BatchStore, Owner } from "./coordinator.ts";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS batch (
    one INTEGER PRIMARY KEY CHECK (one = 1), owner TEXT NOT NULL, project_after INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS jobs (id INTEGER PRIMARY KEY, body TEXT NOT NULL)`;

/** A row a job, for a value may have 2 MB and a batch may have hundreds of jobs of 90 days. */
export function createBatchStore(storage: DurableObjectStorage): BatchStore {
  const { sql } = storage;
  // Not awaited: writes of one tick are one transaction, and nothing leaves before they are stored.
  const setAlarm = (at: number): void => void storage.setAlarm(at);
  return {
    setAlarm,
    clear() {
      void storage.deleteAlarm();
      return storage.deleteAll();
    },
    load() {
      // Reading makes no tables: an object that is asked in vain stays as if it had never been.
      const tables = sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'batch'").toArray();
      if (tables.length === 0) return null;
      const [row] = sql.exec<{ owner: string; project_after: number }>("SELECT * FROM batch");
      if (!row) return null;
      const bodies = sql.exec<{ body: string }>("SELECT body FROM jobs ORDER BY id").toArray();
      const jobs = bodies.map(({ body }) => JSON.parse(body) as Job);
      const batch = { ...EMPTY_BATCH, jobs, projectAfter: row.project_after };
      return { owner: JSON.parse(row.owner) as Owner, batch };
    },
    save(owner, before, after, alarmAt) {
      const old = new Set(before.jobs);
      const kept = new Set(after.jobs.map(({ id }) => id));
      storage.transactionSync(() => {
        sql.exec(SCHEMA);
        sql.exec(
          `INSERT INTO batch VALUES (1, ?, ?)
           ON CONFLICT DO UPDATE SET project_after = excluded.project_after`,
          JSON.stringify(owner),
          after.projectAfter,
        );
        for (const job of after.jobs.filter((one) => !old.has(one))) {
          sql.exec("INSERT OR REPLACE INTO jobs VALUES (?, ?)", job.id, JSON.stringify(job));
        }
        for (const { id } of before.jobs.filter((one) => !kept.has(one.id))) {
          sql.exec("DELETE FROM jobs WHERE id = ?", id);
        }
      });
      setAlarm(alarmAt);
    },
  };
}
