import { env } from "cloudflare:test";
import { expect, it } from "vitest";
import { generateDay, reportTypes } from "#monitoring";
import { readDatabaseClock } from "../monitoring/kit.ts";
import { createServer } from "../kit/server.ts";

/** `VITE_BENCH_USERS=100000 VITE_BENCH_ROUNDS=3` is the size of the target: 3 million activities. */
const USERS = Number(import.meta.env["VITE_BENCH_USERS"] ?? 10_000);
const ROUNDS = Number(import.meta.env["VITE_BENCH_ROUNDS"] ?? 5);
const ACTIVITIES_A_USER = 30;
const MEASUREMENTS_A_USER = 5;
const TARGET = 0.6;

const DATE = "2026-04-13";
const DAY_MS = 86_400_000;
const END = Date.UTC(2026, 3, 14);
const TENANT = crypto.randomUUID();

/** Numbers 1 to ?2 made inside SQLite; a different multiplier for each column spreads the values. */
const NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)";
const INSTANT = `${END} - 1 - (i * 104729 % 2592000) * 1000`;

const SUBSCRIPTIONS = `${NUMBERS}
  INSERT INTO subscriptions (tenant_id, id, user_id, academy_id, status, next_payment_at, starts_at)
  SELECT ?1, i, i, 1, CASE i % 11 WHEN 0 THEN 'PAYMENT_ISSUE' WHEN 1 THEN 'FREE_TRIAL'
    ELSE 'ACTIVE' END, ${END} + (i % 40 - 10) * ${DAY_MS}, ${END} - 90 * ${DAY_MS} FROM n`;

const activities = (from: number): string => `${NUMBERS}
  INSERT INTO activities (tenant_id, id, user_id, academy_id, kind, timestamp, count)
  SELECT ?1, 'a' || (i + ${from}), (i + ${from}) * 7919 % ${USERS} + 1,
    CASE WHEN i % 10 = 0 THEN NULL ELSE 1 END, CASE i % 5 WHEN 0 THEN 'login'
    WHEN 1 THEN 'assignment_status_updated' WHEN 2 THEN 'login' ELSE 'lesson_viewed' END,
    ${INSTANT}, 1 FROM n`;

const TELEMETRY = `${NUMBERS}
  INSERT INTO exercise_telemetry (tenant_id, id, user_id, academy_id, engagement_score,
    frustration_score, recorded_at)
  SELECT ?1, 't' || i, i * 7919 % ${USERS} + 1, CASE WHEN i % 10 = 0 THEN NULL ELSE 1 END,
    i * 31 % 101, i * 17 % 101, ${INSTANT} FROM n`;

const run = (sql: string, ...values: unknown[]) =>
  env.DB.prepare(sql)
    .bind(...values)
    .run();

async function fill(): Promise<void> {
  await run(SUBSCRIPTIONS, TENANT, USERS);
  const chunk = 100_000;
  for (let from = 0; from < USERS * ACTIVITIES_A_USER; from += chunk) {
    const rows = Math.min(chunk, USERS * ACTIVITIES_A_USER - from);
    await run(activities(from), TENANT, rows);
  }
  await run(TELEMETRY, TENANT, USERS * MEASUREMENTS_A_USER);
}

/** The same rows, made already, into the same table: another academy's. */
async function bareInsert(academyId: number): Promise<void> {
  const { results } = await run("SELECT name FROM pragma_table_info('churn_reports')");
  const names = results.map(({ name }) => String(name)).filter((name) => name !== "id");
  const values = names.map((name) => (name === "academy_id" ? "?2" : name));
  await run(
    `INSERT INTO churn_reports (${names.join(", ")}) SELECT ${values.join(", ")}
     FROM churn_reports WHERE tenant_id = ?1 AND academy_id = 1 AND report_date = '${DATE}'`,
    TENANT,
    academyId,
  );
}

/** The same source rows read once in the same order, and nothing made of them. */
const bareRead = () =>
  run(
    `SELECT count(*), sum(last), sum(events) FROM (
       SELECT max(a.timestamp) AS last, sum(a.count) AS events
       FROM subscriptions s CROSS JOIN (SELECT 1 AS academy_id UNION ALL SELECT NULL) x
       CROSS JOIN activities a ON a.tenant_id = ?1 AND a.academy_id IS x.academy_id
         AND a.user_id = s.user_id AND a.timestamp >= ${END - 30 * DAY_MS} AND a.timestamp < ${END}
       WHERE s.tenant_id = ?1 AND s.academy_id = 1 GROUP BY s.user_id)`,
    TENANT,
  );

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

it("generates a churn day", { timeout: 3_600_000 }, async () => {
  const { deps } = createServer();
  const type = reportTypes.find(({ slug }) => slug === "churn");
  if (!type) throw new Error("no churn");
  const generate = async () => {
    const readAt = await readDatabaseClock(deps.db);
    const rest = { date: DATE, now: readAt, today: "2026-04-14", alertDay: true, readAt };
    return generateDay(deps.db, type, { tenantId: TENANT, academyId: 1, ...rest });
  };
  const filled = await elapsed(fill);
  const times = { first: [0], again: [0], insert: [0], read: [0] };
  for (let round = 0; round < ROUNDS; round++) {
    await run("DELETE FROM churn_reports WHERE tenant_id = ?1", TENANT);
    await run("DELETE FROM churn_alerts WHERE tenant_id = ?1", TENANT);
    times.first[round] = await elapsed(async () =>
      expect((await generate()).generatedRows).toBe(USERS),
    );
    times.insert[round] = await elapsed(() => bareInsert(2));
    times.read[round] = await elapsed(bareRead);
    times.again[round] = await elapsed(generate);
  }
  const ratio = (floor: (round: number) => number): string =>
    median(times.first.map((ms, round) => floor(round) / ms)).toFixed(2);
  const { first, again, insert, read } = times;
  const shown = (values: number[]): string => `${median(values).toFixed(0)} ms`;
  console.log(
    `${USERS} users, ${USERS * ACTIVITIES_A_USER} activities (made in ${filled.toFixed(0)} ms): ` +
      `a new day ${shown(first)}, unchanged ${shown(again)}; ` +
      `bare INSERT … SELECT of its rows ${shown(insert)}, bare reading ${shown(read)}. ` +
      `Rate of the whole against the bare insert ${ratio((at) => insert[at] ?? 0)}, ` +
      `against bare reading and insert ${ratio((at) => (insert[at] ?? 0) + (read[at] ?? 0))} ` +
      `(target ${TARGET})`,
  );
});
