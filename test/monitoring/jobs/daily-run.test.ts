import { env } from "cloudflare:test";
import { expect, it } from "vitest";
import type { JobRow } from "#generation";
import {
  consumeDailyRun,
  noteDeadDailyRun,
  type ReportType,
  reportTypes,
  runDaily,
} from "#monitoring";
import { DAY_MS, guardD1 } from "#shared";
import { createWorld, settle, startOne } from "../../generation/world.ts";
import { ingest } from "../../kit/ingest.ts";
import { tableScans } from "../../kit/query-plans.ts";
import { recordD1 } from "../../kit/recording-d1.ts";
import { createServer, newTenant } from "../../kit/server.ts";
import { fiveRows } from "./kit.ts";

const DUE = Date.parse("2026-04-14T02:00:00Z");
const server = createServer();

async function tenantWith(academies: readonly object[]): Promise<string> {
  const { id, adminKey } = await newTenant(server);
  if (academies.length > 0) await ingest(server, adminKey, "academies", academies);
  return id;
}

const academy = (id: number, status = "ACTIVE") => ({ id, slug: `a${id}`, name: `A${id}`, status });

async function jobsOf(tenantId: string): Promise<(JobRow & { params: string })[]> {
  const text = "SELECT * FROM report_generation_jobs WHERE tenant_id = ? ORDER BY id";
  return (await env.DB.prepare(text).bind(tenantId).all<JobRow & { params: string }>()).results;
}

/** Daily runs over a queue that stands still until it is delivered. */
function newRun(types: readonly ReportType[] = reportTypes) {
  const recording = recordD1(env.DB);
  const world = createWorld(fiveRows, guardD1(recording.db));
  const queue: unknown[] = [];
  const sendDailyRunMessages = (messages: readonly unknown[]) => {
    if (messages.length > 100) throw new Error("more than a queue takes");
    queue.push(...messages);
    return Promise.resolve();
  };
  const deps = { ...world.deps, reportTypes: types, sendDailyRunMessages };
  /** Each message by itself, twice if it is to be repeated; those that fail are given back. */
  async function deliver({ times = 1 } = {}): Promise<unknown[]> {
    const failed: unknown[] = [];
    for (let message = queue.shift(); message !== undefined; message = queue.shift()) {
      const body = structuredClone(message);
      for (let time = 0; time < times; time++) {
        await consumeDailyRun(deps, body).catch(() => failed.push(body));
      }
    }
    return failed;
  }
  return { deps, world, queue, deliver, calls: recording.calls };
}

async function tenantsWithOneAcademy(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => `daily-${crypto.randomUUID()}`);
  const tenants = env.DB.prepare("INSERT INTO tenants (id, name, created_at) VALUES (?, 'T', 0)");
  const academies = env.DB.prepare(
    "INSERT INTO academies (tenant_id, id, slug, name, status) VALUES (?, 1, 'a', 'A', 'ACTIVE')",
  );
  await env.DB.batch(ids.flatMap((id) => [tenants.bind(id), academies.bind(id)]));
  return ids;
}

it("generates yesterday for all active academies of each tenant", async () => {
  const several = await tenantWith([
    academy(9),
    academy(2),
    academy(5, "INACTIVE"),
    academy(7, "DELETED"),
  ]);
  const single = await tenantWith([academy(4)]);
  const none = await tenantWith([academy(3, "INACTIVE")]);
  const empty = await tenantWith([]);
  const { deps, deliver } = newRun();
  await runDaily(deps, DUE);
  expect(await deliver()).toEqual([]);
  const jobs = await jobsOf(several);
  expect(jobs.map(({ report_type, academy_id }) => [report_type, academy_id])).toEqual([
    ["churn", null],
    ["churn", 2],
    ["churn", 9],
    ["acquisition", null],
    ["acquisition", 2],
    ["acquisition", 9],
  ]);
  for (const job of jobs) {
    expect(job).toMatchObject({
      date_start: "2026-04-13",
      date_end: "2026-04-13",
      requested_by_id: null,
    });
    expect(JSON.parse(job.params)).toEqual({
      date: "2026-04-13",
      requested_academy_ids: [2, 9],
      applied_academy_ids: [2, 9],
      resolution: "full",
    });
  }
  expect((await jobsOf(single)).map(({ academy_id }) => academy_id)).toEqual([4, 4]);
  expect(await jobsOf(none)).toEqual([]);
  expect(await jobsOf(empty)).toEqual([]);
});

it("does nothing more when messages or the whole run are repeated, though all has ended", async () => {
  const tenants = [await tenantWith([academy(1), academy(2)]), await tenantWith([academy(4)])];
  const { deps, world, deliver } = newRun();
  world.deps.unitWork = { churn: fiveRows, acquisition: fiveRows };
  const jobs = async () => (await Promise.all(tenants.map(jobsOf))).flat();
  await runDaily(deps, DUE);
  await deliver({ times: 2 });
  expect(await jobs()).toHaveLength(8);
  await settle(world);
  const ended = await jobs();
  expect(new Set(ended.map(({ status }) => status))).toEqual(new Set(["DONE"]));
  await runDaily(deps, DUE + 3_600_000);
  await deliver({ times: 2 });
  expect(await jobs()).toEqual(ended);
});

it("begins what a lost message did not, whatever a person has asked for since", async () => {
  const tenant = await tenantWith([academy(1), academy(2)]);
  const { deps, world, queue, deliver } = newRun();
  await runDaily(deps, DUE);
  queue.length = 0;
  await startOne(world, tenant, [1]);
  await settle(world);
  await runDaily(deps, DUE + 3_600_000);
  await deliver();
  const jobs = (await jobsOf(tenant)).filter(({ requested_by_id }) => requested_by_id === null);
  expect(jobs).toHaveLength(6);
});

it("runs the next day though nobody has seen the end of the one before", async () => {
  const tenant = await tenantWith([academy(1)]);
  const { deps, world, deliver } = newRun();
  for (const day of [0, DAY_MS]) {
    world.now = DUE + day;
    await runDaily(deps, DUE + day);
    await deliver();
  }
  const days = (await jobsOf(tenant)).map(({ date_start }) => date_start);
  expect(days).toEqual(["2026-04-13", "2026-04-13", "2026-04-14", "2026-04-14"]);
});

it("goes on with the others when one tenant fails, and makes up for it later", async () => {
  const tenants = [await tenantWith([academy(1)]), await tenantWith([academy(1)])];
  const { deps, queue, deliver } = newRun();
  let calls = 0;
  deps.ids = {
    uuid: () => {
      // Of the first tenant that comes: its second type.
      if (++calls === 2) throw new Error("second");
      return crypto.randomUUID();
    },
  };
  await runDaily(deps, DUE);
  const failed = await deliver();
  expect(failed).toHaveLength(1);
  queue.push(...failed);
  expect(await deliver()).toEqual([]);
  for (const id of tenants) expect(await jobsOf(id)).toHaveLength(2);
});

it("takes in every type of the registry", async () => {
  const tenant = await tenantWith([academy(1)]);
  const [churn] = reportTypes;
  if (!churn) throw new Error("no type");
  const { deps, deliver } = newRun([{ ...churn, slug: "retention" }]);
  await runDaily(deps, DUE);
  await deliver();
  expect((await jobsOf(tenant)).map(({ report_type }) => report_type)).toEqual(["retention"]);
});

it("asks little of the database for each message, however many tenants there are", async () => {
  const ids = await tenantsWithOneAcademy(400);
  const { deps, queue, calls } = newRun();
  await runDaily(deps, DUE);
  const asked: number[] = [calls.length];
  for (let message = queue.shift(); message !== undefined; message = queue.shift()) {
    const from = calls.length;
    expect(await consumeDailyRun(deps, message)).toBe(true);
    asked.push(calls.slice(from).flatMap(({ statements }) => statements).length);
  }
  expect(asked.length).toBeGreaterThan(400);
  // An invocation gets up to 20 messages and may ask a thousand times.
  expect(Math.max(...asked) * 20).toBeLessThan(500);
  const count =
    "SELECT count(*) AS n FROM report_generation_jobs WHERE tenant_id IN (SELECT value FROM json_each(?))";
  expect(await env.DB.prepare(count).bind(JSON.stringify(ids)).first("n")).toBe(800);
  expect(await tableScans(env.DB, calls)).toEqual([]);
});

it("notes a message that failed too often, with its tenant", async () => {
  const { deps, world } = newRun();
  const body = { v: 1, kind: "daily-run", date: "2026-04-13", tenant_id: "t-1" };
  expect(await noteDeadDailyRun(deps, body)).toBe(true);
  expect(world.lines.join()).toContain('"tenant_id":"t-1"');
  expect(await noteDeadDailyRun(deps, { ...body, v: 2 })).toBe(false);
});
