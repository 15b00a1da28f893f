import { DurableObject } from "cloudflare:workers";
import { judge, type Limit, type Verdict } from "./sliding-log.ts";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS calls (id TEXT PRIMARY KEY, at INTEGER NOT NULL, void_at INTEGER)`;

/** Long enough for any window, so that objects of callers who left do not stay. */
const IDLE_MS = 2 * 3_600_000;

/** A sliding log of the calls of one caller to one bucket. */
export class RateLimiter extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec(SCHEMA);
  }

  /** What a call would be told, uncounted. */
  async look(limit: Limit, now: number): Promise<Verdict> {
    return judge(this.#counted(limit, now), limit, now, false);
  }

  /**
   * Counts a call if it fits. With `holdMs` it is a reservation: void after so long unless it is
   * confirmed.
   */
  async take(limit: Limit, now: number, id: string, holdMs?: number): Promise<Verdict> {
    const verdict = judge(this.#counted(limit, now), limit, now, true);
    if (!verdict.allowed) return verdict;
    const voidAt = holdMs === undefined ? null : now + holdMs;
    this.ctx.storage.sql.exec("INSERT OR IGNORE INTO calls VALUES (?, ?, ?)", id, now, voidAt);
    if ((await this.ctx.storage.getAlarm()) === null) {
      await this.ctx.storage.setAlarm(Date.now() + IDLE_MS);
    }
    return verdict;
  }

  async confirm(id: string): Promise<void> {
    this.ctx.storage.sql.exec("UPDATE calls SET void_at = NULL WHERE id = ?", id);
  }

  async release(id: string): Promise<void> {
    this.ctx.storage.sql.exec("DELETE FROM calls WHERE id = ?", id);
  }

  /** Forgets what has left every window; an object without calls leaves nothing behind. */
  override async alarm(): Promise<void> {
    const { storage } = this.ctx;
    storage.sql.exec("DELETE FROM calls WHERE at < ?", Date.now() - IDLE_MS);
    const left = storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM calls").one().n;
    if (left === 0) {
      await storage.deleteAll();
      storage.sql.exec(SCHEMA);
    } else await storage.setAlarm(Date.now() + IDLE_MS);
  }

  #counted({ windowMs }: Limit, now: number): number[] {
    const { sql } = this.ctx.storage;
    sql.exec("DELETE FROM calls WHERE at <= ? OR void_at <= ?", now - windowMs, now);
    const rows = sql.exec<{ at: number }>("SELECT at FROM calls ORDER BY at").toArray();
    return rows.map(({ at }) => at);
  }
}
