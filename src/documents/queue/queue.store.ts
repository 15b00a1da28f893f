import type { QueueStore } from "./queue-keeper.ts";
import type { Change, Entry } from "./queue.ts";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS queue (
    one INTEGER PRIMARY KEY CHECK (one = 1), resend_at INTEGER NOT NULL, tell_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS entries (id TEXT PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS outbox (id TEXT PRIMARY KEY, body TEXT NOT NULL)`;

const idOf = ({ tenantId, documentId }: Entry | Change): string => `${tenantId}/${documentId}`;

/** Queue state in the object's own database: a row a document. */
export function createQueueStore(storage: DurableObjectStorage): QueueStore {
  const { sql } = storage;
  const bodies = <T>(table: "entries" | "outbox"): T[] =>
    sql
      .exec<{ body: string }>(`SELECT body FROM ${table}`)
      .toArray()
      .map(({ body }) => JSON.parse(body) as T);
  const write = <T extends Entry | Change>(
    table: "entries" | "outbox",
    before: readonly T[],
    after: readonly T[],
  ): void => {
    const old = new Set(before);
    const kept = new Set(after.map(idOf));
    for (const row of after.filter((one) => !old.has(one))) {
      sql.exec(`INSERT OR REPLACE INTO ${table} VALUES (?, ?)`, idOf(row), JSON.stringify(row));
    }
    for (const row of before.filter((one) => !kept.has(idOf(one)))) {
      sql.exec(`DELETE FROM ${table} WHERE id = ?`, idOf(row));
    }
  };
  // Not awaited: writes of one tick are one transaction, and nothing leaves before they are stored.
  // "At once" is instant 0 here, which the platform refuses.
  const setAlarm = (at: number | null): void =>
    void (at === null ? storage.deleteAlarm() : storage.setAlarm(Math.max(at, 1)));
  return {
    setAlarm,
    load() {
      sql.exec(SCHEMA);
      const [row] = sql.exec<{ resend_at: number; tell_at: number }>("SELECT * FROM queue");
      return {
        entries: bodies<Entry>("entries"),
        outbox: bodies<Change>("outbox"),
        resendAt: row?.resend_at ?? 0,
        tellAt: row?.tell_at ?? 0,
      };
    },
    save(before, after, alarmAt) {
      storage.transactionSync(() => {
        sql.exec(
          `INSERT INTO queue VALUES (1, ?, ?) ON CONFLICT DO UPDATE
           SET resend_at = excluded.resend_at, tell_at = excluded.tell_at`,
          after.resendAt,
          after.tellAt,
        );
        write("entries", before.entries, after.entries);
        write("outbox", before.outbox, after.outbox);
      });
      setAlarm(alarmAt);
    },
  };
}
