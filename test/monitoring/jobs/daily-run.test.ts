import { env } from "cloudflare:test";
import { expect, it } from "vitest";
import type { JobRow } from "#generation";
import { type ReportType, reportTypes, runDaily } from "#monitoring";
import { createLogger, guardD1 } from "#shared";
import { createWorld } from "../../generation/world.ts";
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

function newRun(types: readonly ReportType[] = reportTypes) {
  const recording = recordD1(env.DB);
  const world = createWorld(fiveRows, guardD1(recording.db));
  return { deps: { ...world.deps, reportTypes: types }, world, calls: recording.calls };
}

it("generates yesterday for all active academies of each tenant, once while it is active", async () => {
  const several = await tenantWith([
    academy(9),
    academy(2),
    academy(5, "INACTIVE"),
    academy(7, "DELETED"),
  ]);
  const single = await tenantWith([academy(4)]);
  const none = await tenantWith([academy(3, "INACTIVE")]);
  const empty = await tenantWith([]);
  const { deps } = newRun();
  await runDaily(deps, DUE);
  await runDaily(deps, DUE + 1_000);
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

it("goes on with the others when one tenant fails", async () => {
  const tenants = [await tenantWith([academy(1)]), await tenantWith([academy(1)])];
  const lines: string[] = [];
  const failsOnce = () => {
    if (lines.length === 0) throw new Error("first");
    return crypto.randomUUID();
  };
  const logger = createLogger((line) => lines.push(line));
  await runDaily({ ...newRun().deps, logger, ids: { uuid: failsOnce } }, DUE);
  expect(lines).toHaveLength(1);
  const { event, tenant } = JSON.parse(lines[0] ?? "");
  expect(event).toBe("monitoring.daily-run.failed");
  const others = tenants.filter((id) => id !== tenant);
  for (const id of others) expect(await jobsOf(id)).toHaveLength(2);
  expect(others.length).toBeGreaterThan(0);
});

it("takes in every type of the registry", async () => {
  const tenant = await tenantWith([academy(1)]);
  const [churn] = reportTypes;
  if (!churn) throw new Error("no type");
  await runDaily(newRun([{ ...churn, slug: "retention" }]).deps, DUE);
  expect((await jobsOf(tenant)).map(({ report_type }) => report_type)).toEqual(["retention"]);
});

it("goes through the tenants page by page, and reads no table as a whole", async () => {
  const ids = Array.from({ length: 230 }, () => `daily-${crypto.randomUUID()}`);
  const insert = env.DB.prepare("INSERT INTO tenants (id, name, created_at) VALUES (?, 'T', 0)");
  await env.DB.batch(ids.map((id) => insert.bind(id)));
  const academies = env.DB.prepare(
    "INSERT INTO academies (tenant_id, id, slug, name, status) VALUES (?, 1, 'a', 'A', 'ACTIVE')",
  );
  await env.DB.batch(ids.slice(-3).map((id) => academies.bind(id)));
  const { deps, calls } = newRun([]);
  await runDaily(deps, DUE);
  const pages = calls.filter(({ statements }) => statements[0]?.sql.includes('from "tenants"'));
  expect(pages.length).toBeGreaterThanOrEqual(3);
  expect(await tableScans(env.DB, calls)).toEqual([]);
  expect(calls.length).toBeGreaterThan(230);
});
