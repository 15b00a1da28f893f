import { env, runInDurableObject } from "cloudflare:test";
import { cancelJob, deleteJob, type JobRow, retryJob, sweepJobs } from "#generation";
import { DAY_MS } from "#shared";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { EMPTY_BATCH } from "../../src/generation/batch.ts";
import { byBatch } from "../../src/generation/job-rows.ts";
import { createServer } from "../kit/server.ts";
import { passTime } from "./passing-time.ts";
import { createWorld, deliver, fire, jobRow, settle, startOne, type World } from "./world.ts";

let tenant: string;
let world: World;
let days: string[];

beforeEach(() => {
  tenant = crypto.randomUUID();
  days = [];
  world = createWorld(({ date }) => {
    days.push(date);
    return Promise.resolve({ generatedRows: 5, warnings: [] });
  });
});

const row = ({ id }: JobRow) => jobRow(world, tenant, id);
const diskOf = ({ batch_id }: JobRow) => world.disks.get(`${tenant}/${batch_id}`);
const EMPTY = { owner: null, batch: EMPTY_BATCH, alarmAt: null };

/** A job that was cancelled after the first of its two days, and whose object is cleared. */
async function clearedJob(): Promise<JobRow> {
  const job = await startOne(world, tenant, [1], { dateStart: "2026-04-12" });
  await fire(world);
  await deliver(world, 1);
  await cancelJob(world.deps, tenant, job.id);
  world.now += 30 * DAY_MS;
  await fire(world);
  expect(diskOf(job)).toEqual(EMPTY);
  return job;
}

describe("a batch object", () => {
  it("is kept for 30 days after its jobs ended, then leaves nothing, no alarm either", async () => {
    const job = await startOne(world, tenant, [1, 2]);
    await settle(world);
    world.now += 30 * DAY_MS - 60_000;
    await fire(world);
    expect(diskOf(job)?.batch.jobs).toHaveLength(2);
    world.now += 60_000;
    await fire(world);
    expect(diskOf(job)).toEqual(EMPTY);
    expect(await row(job)).toMatchObject({ status: "DONE", generated_rows: 10 });
  });
  it("goes as soon as the last of its jobs is deleted", async () => {
    const job = await startOne(world, tenant, [1]);
    await cancelJob(world.deps, tenant, job.id);
    await deleteJob(world.deps, tenant, job.id);
    await fire(world);
    expect(diskOf(job)).toEqual(EMPTY);
  });
  it("stays while D1 has not heard of the end", async () => {
    const job = await startOne(world, tenant, [1]);
    await fire(world);
    await deliver(world);
    const disk = diskOf(job);
    if (disk) disk.batch = { ...disk.batch, projectAfter: world.now + 40 * DAY_MS };
    world.crash();
    world.now += 31 * DAY_MS;
    await fire(world);
    expect(diskOf(job)?.batch.jobs).toHaveLength(1);
  });
});

describe("a cleared batch object", () => {
  it("knows nothing of late workers, and stores nothing of them", async () => {
    const job = await clearedJob();
    const object = world.object(`${tenant}/${job.batch_id}`);
    const { task_id: run } = await row(job);
    const lease = { jobId: job.id, run: run ?? "", date: "2026-04-13", attempt: 1 };
    expect(await object.claim(lease)).toBeNull();
    expect(await object.renew(lease)).toBe(false);
    expect(await object.complete(lease, { generatedRows: 1, warnings: [] })).toBe(false);
    expect(await object.fail(lease, "generator-failed")).toBe(false);
    await object.forget([job.id]);
    await object.wake({ tenantId: tenant, batchId: job.batch_id, seeds: [] });
    expect(diskOf(job)).toEqual(EMPTY);
  });
  it("refuses a cancel of what has ended, and stores nothing of it", async () => {
    const job = await clearedJob();
    expect(await cancelJob(world.deps, tenant, job.id)).toEqual({ kind: "terminal" });
    expect(diskOf(job)).toEqual(EMPTY);
  });
  it("takes a job in again when it is retried, with the days that are done", async () => {
    const job = await clearedJob();
    days = [];
    expect(await retryJob(world.deps, tenant, job.id)).toMatchObject({
      job: { status: "PENDING", progress_current: 1, generated_rows: 5 },
    });
    await settle(world);
    expect(days).toEqual(["2026-04-13"]);
    expect(await row(job)).toMatchObject({ status: "DONE", generated_rows: 10 });
  });
  it("lets one of simultaneous retries succeed", async () => {
    const job = await clearedJob();
    const both = await Promise.all([1, 2].map(() => retryJob(world.deps, tenant, job.id)));
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(["changed", "not-retryable"]);
  });
  it("does not bring back a job that was deleted while a sweep had it in hand", async () => {
    const job = await startOne(world, tenant, [1]);
    const [stale] = byBatch([job]);
    await cancelJob(world.deps, tenant, job.id);
    await deleteJob(world.deps, tenant, job.id);
    await fire(world);
    if (stale) await world.object(`${tenant}/${job.batch_id}`).wake(stale);
    await settle(world);
    await sweepJobs(world.deps);
    await fire(world);
    expect(days).toEqual([]);
    expect(diskOf(job)).toEqual(EMPTY);
  });
});

describe("on the platform's own storage", () => {
  const { deps } = createServer();
  const objectOf = ({ batch_id }: JobRow) => env.BATCHES.getByName(`${tenant}/${batch_id}`);
  const contents = (job: JobRow) =>
    runInDurableObject(objectOf(job), async (_, { storage }) => ({
      tables: storage.sql.exec("SELECT name FROM sqlite_master").toArray(),
      alarm: await storage.getAlarm(),
    }));
  const NOTHING = { tables: [], alarm: null };

  it("leaves no table and no alarm, and can be used again", async () => {
    const real = { ...world, deps };
    const job = await startOne(real, tenant, [1]);
    await cancelJob(deps, tenant, job.id);
    await passTime(objectOf(job), 30 * DAY_MS);
    expect(await contents(job)).toEqual(NOTHING);
    expect(await deps.batches(tenant, job.batch_id).claim({ jobId: job.id, run: "r", date: "d" })) //
      .toBeNull();
    expect(await contents(job)).toEqual(NOTHING);
    expect(await retryJob(deps, tenant, job.id)).toMatchObject({ kind: "changed" });
    await vi.waitFor(async () => expect((await row(job)).status).toBe("DONE"), 15_000);
    expect(await deleteJob(deps, tenant, job.id)).toBe("deleted");
    await vi.waitFor(async () => expect(await contents(job)).toEqual(NOTHING), 15_000);
  });
});
