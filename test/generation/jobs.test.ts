import { env } from "cloudflare:test";
import { cancelJob, deleteJob, type JobRow, retryJob, sweepJobs, type UnitWork } from "#generation";
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";
import { beforeEach, describe, expect, it } from "vitest";
import { childrenOf, findJob } from "../../src/generation/generation.repository.ts";
import {
  createWorld,
  deliver,
  fire,
  jobRow,
  type request,
  settle,
  startOne as startOneIn,
  type World,
} from "./world.ts";

const dialect = new SQLiteSyncDialect();

let tenant: string;
let world: World;
let work: UnitWork;

beforeEach(() => {
  tenant = crypto.randomUUID();
  work = () => Promise.resolve({ generatedRows: 5, warnings: [] });
  world = createWorld((unit) => work(unit));
});

const startOne = (...args: Parameters<typeof request>): Promise<JobRow> =>
  startOneIn(world, tenant, ...args);
const row = (id: number): Promise<JobRow> => jobRow(world, tenant, id);

describe("running", () => {
  it("ends DONE, each day once, with the day's clock and fence", async () => {
    const days: string[] = [];
    work = (unit) => {
      days.push(`${unit.date} ${unit.alertDay}`);
      expect(Math.abs(unit.readAt - Date.now())).toBeLessThan(60_000);
      return Promise.resolve({ generatedRows: 2, warnings: [] });
    };
    const job = await startOne([1], { dateStart: "2026-04-12", dateEnd: "2026-04-14" });
    await settle(world);
    expect(days).toEqual(["2026-04-12 false", "2026-04-13 false", "2026-04-14 true"]);
    expect(await row(job.id)).toMatchObject({
      status: "DONE",
      status_message: "3 of 3 days processed",
      generated_rows: 6,
      dedup_key: null,
    });
  });
  it("tries a day three times, then tells why it failed and nothing internal", async () => {
    work = () => Promise.reject(new Error("SELECT secret"));
    const job = await startOne([1]);
    await settle(world);
    const ended = await row(job.id);
    expect(ended).toMatchObject({ status: "ERROR", progress_current: 1 });
    expect(ended.error_log).toMatch(/^2026-04-13: generator-failed: /);
    expect(JSON.stringify([ended, world.lines])).not.toContain("secret");
    expect(world.lines.filter((line) => line.includes("unit.failed"))).toHaveLength(3);
  });
  it("is started by the sweep when nobody started its object", async () => {
    const reach = world.deps.batches;
    world.deps.batches = () => {
      const object = world.object("lost");
      object.start = () => Promise.reject(new Error("crash"));
      return object;
    };
    const job = await startOne([1]);
    expect(world.disks.get("lost")?.owner ?? null).toBeNull();
    world.deps.batches = reach;
    world.disks.clear();
    world.now += 59_000;
    await sweepJobs(world.deps);
    expect(world.disks.size).toBe(0);
    world.now += 2_000;
    await sweepJobs(world.deps);
    await settle(world);
    expect((await row(job.id)).status).toBe("DONE");
  });
  it("goes on after its object lost everything, without doing finished days again", async () => {
    const job = await startOne([1], { dateStart: "2026-04-12" });
    await fire(world);
    await deliver(world, 1);
    world.now += 1_000;
    await fire(world);
    world.disks.clear();
    world.crash();
    const days: string[] = [];
    work = ({ date }) => {
      days.push(date);
      return Promise.resolve({ generatedRows: 1, warnings: [] });
    };
    world.now += 120_000;
    await sweepJobs(world.deps);
    await settle(world);
    expect(days).toHaveLength(1);
    expect(await row(job.id)).toMatchObject({ status: "DONE", generated_rows: 6 });
  });
});

it("raises the version with every change that shows, also when a parent adopts the job", async () => {
  const job = await startOne([1], { dateStart: "2026-04-12" });
  const seen = new Map<number, string>();
  const look = async () => {
    const { version, updated_at: _, ...shown } = await row(job.id);
    const text = JSON.stringify(shown);
    expect(seen.get(version) ?? text).toBe(text);
    expect(Math.max(version, ...seen.keys())).toBe(version);
    seen.set(version, text);
  };
  const project = async () => {
    world.now += 600;
    await fire(world);
    await look();
  };
  await look();
  await project();
  work = async () => {
    // Its object holds one change, the claim, that D1 has not heard of when the row is adopted.
    await startOne([1, 2], { dateStart: "2026-04-12" });
    await look();
    await project();
    return { generatedRows: 5, warnings: [] };
  };
  await deliver(world, 1);
  work = () => Promise.resolve({ generatedRows: 5, warnings: [] });
  await project();
  await deliver(world, 1);
  await project();
  expect((await row(job.id)).status).toBe("DONE");
  // Created, run known, adopted, running, a day done, the other.
  expect(seen.size).toBe(6);
});

describe("cancelling, retrying, deleting", () => {
  it("shows the end before it answers, and refuses what comes late", async () => {
    const job = await startOne([1]);
    await fire(world);
    const seen: unknown[] = [];
    work = async ({ guard }) => {
      const { sql, params } = dialect.sqlToQuery(guard);
      const check = env.DB.prepare(`SELECT ${sql} AS open`).bind(...params);
      seen.push(await check.first("open"));
      seen.push((await cancelJob(world.deps, tenant, job.id)).kind);
      seen.push(await check.first("open"));
      return { generatedRows: 9, warnings: [] };
    };
    await deliver(world);
    expect(seen).toEqual([1, "changed", 0]);
    expect(await row(job.id)).toMatchObject({ status: "CANCELLED", generated_rows: 0 });
    expect(await cancelJob(world.deps, tenant, job.id)).toEqual({ kind: "terminal" });
    await settle(world);
    expect((await row(job.id)).status).toBe("CANCELLED");
  });
  it("cancels a parent's active children: beside a done one it ends PARTIAL", async () => {
    const parent = await startOne([1, 2]);
    await fire(world);
    await deliver(world, 1);
    const { version } = await row(parent.id);
    expect(await cancelJob(world.deps, tenant, parent.id)).toMatchObject({
      job: { status: "PARTIAL", status_message: "Batch of 2 academies: PARTIAL" },
    });
    expect((await row(parent.id)).version).toBeGreaterThan(version);
    expect(await deleteJob(world.deps, tenant, parent.id)).toBe("deleted");
    expect(await childrenOf(world.deps.db, tenant, parent.id)).toEqual([]);
  });
  it("cancels a job that its object has not heard of", async () => {
    const job = await startOne([1]);
    world.disks.clear();
    world.crash();
    await cancelJob(world.deps, tenant, job.id);
    await settle(world);
    expect((await row(job.id)).status).toBe("CANCELLED");
  });
  it("retries once, under a new run and with the key again", async () => {
    const job = await startOne([1]);
    await cancelJob(world.deps, tenant, job.id);
    const before = await row(job.id);
    const both = await Promise.all([1, 2].map(() => retryJob(world.deps, tenant, job.id)));
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(["changed", "not-retryable"]);
    const now = await row(job.id);
    expect(now).toMatchObject({ status: "PENDING", finished_at: null, dedup_key: job.fingerprint });
    expect(now.task_id).not.toBe(before.task_id);
    await settle(world);
    expect((await row(job.id)).status).toBe("DONE");
    expect(await retryJob(world.deps, tenant, job.id)).toEqual({ kind: "not-retryable" });
  });
  it("retries a job that its object has lost, keeping what is done", async () => {
    const job = await startOne([1], { dateStart: "2026-04-12" });
    await fire(world);
    await deliver(world, 1);
    await cancelJob(world.deps, tenant, job.id);
    world.disks.clear();
    world.crash();
    expect(await retryJob(world.deps, tenant, job.id)).toMatchObject({
      job: { status: "PENDING", progress_current: 1, generated_rows: 5, started_at: null },
    });
    await settle(world);
    expect(await row(job.id)).toMatchObject({ status: "DONE", generated_rows: 10 });
  });
  it("does without the key when another active job has it", async () => {
    const job = await startOne([1]);
    await cancelJob(world.deps, tenant, job.id);
    const other = await startOne([1]);
    expect(await retryJob(world.deps, tenant, job.id)).toMatchObject({ job: { dedup_key: null } });
    expect((await row(other.id)).dedup_key).toBe(job.fingerprint);
  });
  it("deletes ended jobs only, and a parent with its last child", async () => {
    const parent = await startOne([1, 2]);
    const [first, second] = await childrenOf(world.deps.db, tenant, parent.id);
    expect(await deleteJob(world.deps, tenant, parent.id)).toBe("active");
    await settle(world);
    expect(await deleteJob(world.deps, tenant, first?.id ?? 0)).toBe("deleted");
    expect(await row(parent.id)).toMatchObject({ children_count: 1, generated_rows: 5 });
    expect(await deleteJob(world.deps, tenant, second?.id ?? 0)).toBe("deleted");
    expect(await deleteJob(world.deps, tenant, parent.id)).toBe("not-found");
  });
  it("does not bring a deleted job back", async () => {
    const job = await startOne([1]);
    await cancelJob(world.deps, tenant, job.id);
    const name = [...world.disks.keys()][0] ?? "";
    const seen = { tenantId: tenant, batchId: job.batch_id, seeds: [] };
    await deleteJob(world.deps, tenant, job.id);
    await world.object(name).wake(seen);
    await settle(world);
    expect(await findJob(world.deps.db, tenant, job.id)).toBeUndefined();
  });
  it("is nothing to another tenant", async () => {
    const job = await startOne([1]);
    const other = crypto.randomUUID();
    expect(await cancelJob(world.deps, other, job.id)).toEqual({ kind: "not-found" });
    expect(await retryJob(world.deps, other, job.id)).toEqual({ kind: "not-found" });
    expect(await deleteJob(world.deps, other, job.id)).toBe("not-found");
  });
});
