import { env } from "cloudflare:test";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { tableScans } from "../kit/query-plans.ts";
import { ingest } from "../kit/ingest.ts";
import { newTenant } from "../kit/server.ts";
import { at, DAY, newStage, NOW, readDatabaseClock, type Stage } from "./kit.ts";

const TABLES = ["churn_reports", "churn_alerts", "acquisition_reports", "report_coverage"];
const TYPES = ["churn", "acquisition"];

const subscription = (user: number, more: object = {}) => ({
  id: user,
  user_id: user,
  academy_id: 1,
  status: "PAYMENT_ISSUE",
  ...more,
});

/** Two users at risk and one row of each source, in academy 1; the same again in academy 2. */
async function filledStage(): Promise<Stage> {
  const stage = await newStage();
  const users = [1, 2];
  await stage.put("subscriptions", [
    ...users.map((user) => subscription(user)),
    ...users.map((user) => subscription(user + 10, { academy_id: 2 })),
  ]);
  await stage.put("exercise_telemetry", [
    { id: "t1", user_id: 1, frustration_score: 100, recorded_at: at(DAY, 0) },
    { id: "t11", user_id: 11, frustration_score: 100, recorded_at: at(DAY, 0) },
  ]);
  const created = { created_at: at(DAY, 0) };
  await stage.put("form_entries", [
    { id: 1, academy_id: 1, ...created },
    { id: 2, academy_id: 2, ...created },
  ]);
  await stage.put("user_invites", [{ id: 1, academy_id: 1, ...created }]);
  await stage.put("events", [{ id: 1, academy_id: 1 }]);
  await stage.put("event_checkins", [{ id: 1, event_id: 1, ...created, attended_at: at(DAY, 0) }]);
  return stage;
}

/** Everything that generation keeps of the tenant. */
const kept = async (stage: Stage) =>
  Object.fromEntries(
    await Promise.all(TABLES.map(async (table) => [table, await stage.rows(table)] as const)),
  ) as Record<string, Record<string, unknown>[]>;

const generateBoth = async (stage: Stage, run: Parameters<Stage["generate"]>[1] = {}) => {
  for (const type of TYPES) await stage.generate(type, run);
};

describe("a day generated again", () => {
  it("writes no report row and no alert, and keeps ids and creation times", async () => {
    const stage = await filledStage();
    await generateBoth(stage);
    const first = await kept(stage);
    expect(first["churn_reports"]).toHaveLength(2);
    expect(first["churn_alerts"]).toHaveLength(3);
    expect(first["acquisition_reports"]).toHaveLength(4);
    await generateBoth(stage, { now: NOW + 60_000 });
    const second = await kept(stage);
    for (const table of TABLES.slice(0, 3)) expect(second[table]).toEqual(first[table]);
    expect(second["report_coverage"]?.map((row) => row["generated_at"])).toEqual([
      NOW + 60_000,
      NOW + 60_000,
    ]);
  });

  it("is not billed for rows that stay as they are", async () => {
    const stage = await filledStage();
    await stage.put(
      "subscriptions",
      Array.from({ length: 300 }, (_, no) => subscription(no + 100)),
    );
    const changes = () => env.DB.prepare("SELECT total_changes() AS n").first<number>("n");
    const counts = [];
    for (const now of [NOW, NOW + 60_000]) {
      const before = await changes();
      await generateBoth(stage, { now });
      counts.push(((await changes()) ?? 0) - (before ?? 0));
    }
    expect(counts[0]).toBeGreaterThan(300);
    expect(counts[1]).toBeLessThan(10);
  });

  it("changes what changed, under the same id and creation time", async () => {
    const stage = await filledStage();
    await generateBoth(stage);
    const [old] = await stage.rows<Record<string, unknown>>("churn_reports");
    await stage.put("subscriptions", [subscription(1, { status: "ACTIVE" })]);
    await generateBoth(stage, { now: NOW + 60_000 });
    const [row] = await stage.rows<Record<string, unknown>>("churn_reports");
    expect(row).toMatchObject({
      id: old?.["id"],
      created_at: NOW,
      has_payment_issues: 0,
      churn_risk_score: 40,
    });
  });

  it("drops users who left the population, that day only; their ids are not used again", async () => {
    const stage = await filledStage();
    await stage.generate("churn", { date: "2026-04-12", alertDay: false });
    await stage.generate("churn");
    const last = Math.max(...(await stage.rows<{ id: number }>("churn_reports")).map((r) => r.id));
    await stage.put("subscriptions", [
      subscription(2, { ended_at: at(DAY, 0, "00:00:00.000") }),
      subscription(3),
    ]);
    expect(await stage.generate("churn")).toMatchObject({ generatedRows: 2 });
    const all = await stage.rows<{ id: number; user_id: number; report_date: string }>(
      "churn_reports",
    );
    const rows = all.filter(({ report_date }) => report_date === DAY);
    expect(rows.map(({ user_id }) => user_id)).toEqual([1, 3]);
    expect(all).toHaveLength(4);
    expect(rows[1]?.id).toBeGreaterThan(last);
  });

  it("covers a day without rows", async () => {
    const stage = await newStage();
    expect(await stage.generate("churn", { readAt: 7 })).toEqual({
      generatedRows: 0,
      warnings: [],
    });
    expect(await stage.rows("report_coverage")).toEqual([
      {
        tenant_id: stage.tenantId,
        report_type: "churn",
        academy_id: 1,
        date: DAY,
        generated_at: NOW,
        generated_rows: 0,
        moved_rows: 0,
        read_at: 7,
      },
    ]);
  });
});

/** Sources change so that every statement of a day would have something to do. */
async function upheave(stage: Stage): Promise<void> {
  await stage.put("subscriptions", [
    subscription(1, { status: "CANCELLED" }),
    subscription(2, { status: "ACTIVE" }),
    subscription(3),
  ]);
  await stage.put("form_entries", [
    { id: 1, academy_id: null, created_at: at(DAY, 0) },
    { id: 3, academy_id: 1, created_at: at(DAY, 0) },
  ]);
}

describe("a write that may not happen", () => {
  it.each([
    ["the guard is false", { guard: sql`${1} = ${2}` }],
    ["somebody who began to read later has written", { readAt: 999 }],
  ])("changes nothing and answers the stored count: %s", async (_why, run) => {
    const stage = await filledStage();
    await generateBoth(stage, { readAt: 1_000 });
    const before = await kept(stage);
    await upheave(stage);
    expect(await stage.generate("churn", { readAt: 1_000, ...run })).toMatchObject({
      generatedRows: 2,
    });
    expect(await stage.generate("acquisition", { readAt: 1_000, ...run })).toMatchObject({
      generatedRows: 4,
    });
    expect(await kept(stage)).toEqual(before);
  });

  it("happens when the guard is true and the reading is no older", async () => {
    const stage = await filledStage();
    await generateBoth(stage, { readAt: 1_000 });
    await upheave(stage);
    const run = { readAt: 1_000, guard: sql`EXISTS (SELECT 1 WHERE ${"a"} = ${"a"})` };
    expect(await stage.generate("churn", run)).toMatchObject({ generatedRows: 2 });
    const rows = await stage.rows<{ user_id: number }>("churn_reports");
    expect(rows.map(({ user_id }) => user_id)).toEqual([2, 3]);
    expect((await stage.rows("churn_alerts")).length).toBeGreaterThan(0);
  });

  it("minds only the coverage of its own type, academy and day", async () => {
    const stage = await filledStage();
    await stage.generate("acquisition", { readAt: 2_000 });
    await stage.generate("churn", { readAt: 2_000, academyId: 2 });
    await stage.generate("churn", { readAt: 2_000, date: "2026-04-12", alertDay: false });
    expect(await stage.generate("churn", { readAt: 1_000 })).toMatchObject({ generatedRows: 2 });
  });
});

it("leaves other academies, days and tenants alone", async () => {
  const [one, other] = [await filledStage(), await filledStage()];
  await generateBoth(other);
  await generateBoth(one, { academyId: 2 });
  await generateBoth(one, { date: "2026-04-12" });
  const before = [await kept(other), await kept(one)];
  await generateBoth(one);
  expect(await kept(other)).toEqual(before[0]);
  for (const table of TABLES) {
    const rows = await one.rows<Record<string, unknown>>(table);
    const foreign = (row: Record<string, unknown>) =>
      row["academy_id"] === 2 || (row["report_date"] ?? row["date"]) === "2026-04-12";
    expect(rows.filter(foreign)).toEqual(before[1]?.[table]?.filter(foreign));
  }
});

it("finds a tenant's rows by index alone, at whatever size", async () => {
  const stage = await filledStage();
  const from = stage.server.calls.length;
  await generateBoth(stage);
  const calls = stage.server.calls.slice(from);
  const computed = ["scope", "activity", "metrics", "points", "scored", "alert_types"];
  expect(await tableScans(env.DB, calls, computed)).toEqual([]);
  expect(
    Math.max(...calls.flatMap((call) => call.statements.map((s) => s.values.length))),
  ).toBeLessThan(100);
  // One batch a day; the other calls read the database's clock.
  expect(calls.map(({ statements }) => statements.length > 1)).toEqual([false, true, false, true]);
  const reads = () => stage.server.calls.at(-1)?.rowsRead ?? 0;
  await stage.generate("churn");
  const alone = reads();
  const neighbour = await newTenant(stage.server);
  const many = Array.from({ length: 2_000 }, (_, no) => subscription(no));
  await ingest(stage.server, neighbour.adminKey, "subscriptions", many);
  await stage.generate("churn");
  expect(reads()).toBe(alone);
});

it("reads the database's clock in milliseconds", async () => {
  const { server } = await newStage();
  const now = await readDatabaseClock(server.deps.db);
  expect(Number.isInteger(now)).toBe(true);
  expect(Math.abs(now - Date.now())).toBeLessThan(60_000);
});
