import { abortAllDurableObjects, env, runDurableObjectAlarm } from "cloudflare:test";
import {
  type BatchCommands,
  cancelJob,
  consumeUnit,
  deleteJob,
  type GenerationDeps,
  type JobRow,
  noteDeadUnit,
  startGeneration,
  sweepJobs,
  type UnitWork,
} from "#generation";
import { createBatches } from "#platform";
import { guardD1 } from "#shared";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { findJob } from "../../src/generation/generation.repository.ts";
import { createServer } from "../kit/server.ts";
import { createFaultyD1 } from "./faulty-d1.ts";
import { passTime, storedJobs } from "./passing-time.ts";
import { createSlices, rowsOf, slicesOf, writeSlice } from "./slices.ts";
import { request } from "./world.ts";

// Real objects with their storage and alarms, and real D1. They go by other names than those that
// the queue of this deployment knows, so that the workers here are the only ones.
const objectNamed = (name: string) => env.BATCHES.getByName(`crash-table/${name}`);
const namespace = { getByName: objectNamed } as typeof env.BATCHES;

const DAY = { academyId: 2, date: "2026-04-13" };
const ROWS = rowsOf(DAY);

let tenant: string;
let d1: ReturnType<typeof createFaultyD1>;
let deps: GenerationDeps;

beforeAll(createSlices);
beforeEach(() => {
  tenant = crypto.randomUUID();
  d1 = createFaultyD1(env.DB);
  deps = { ...createServer().deps, db: guardD1(d1.db), batches: createBatches(namespace) };
});

const objectOf = ({ batch_id }: JobRow) => objectNamed(`${tenant}/${batch_id}`);
const pass = (job: JobRow, ms: number) => passTime(objectOf(job), ms);
const unitOf = async (job: JobRow) => (await storedJobs(objectOf(job)))[0]?.units[0];
const slice = async () => (await slicesOf(tenant))[0];

async function start(): Promise<JobRow> {
  const started = await startGeneration(deps, tenant, request([DAY.academyId]));
  if (started.kind !== "job") throw new Error("not one job");
  return started.job;
}

async function row({ id }: JobRow): Promise<JobRow> {
  const found = await findJob(deps.db, tenant, id);
  if (!found) throw new Error(`no job ${id}`);
  return found;
}

async function messageFor(job: JobRow): Promise<unknown> {
  const { task_id: run, id: job_id, batch_id } = await row(job);
  return { v: 1, tenant_id: tenant, batch_id, job_id, run, date: DAY.date };
}

/** A job whose unit was sent. */
async function sent(): Promise<JobRow> {
  const job = await start();
  await vi.waitFor(async () => {
    await runDurableObjectAlarm(objectOf(job));
    expect(await unitOf(job)).toMatchObject({ state: "sent" });
  });
  return job;
}

/** Takes a message and does `work`; `limits` are calls that it dies at. */
async function worker(job: JobRow, work: UnitWork, limits: Partial<BatchCommands> = {}) {
  const batches: typeof deps.batches = (...name) => ({ ...deps.batches(...name), ...limits });
  const message = await messageFor(job);
  return consumeUnit({ ...deps, batches, unitWork: { churn: work } }, message);
}

/** Where a worker that has died stays for ever. */
const death = (): Promise<never> => new Promise(() => {});

const writing =
  (stamp: string): UnitWork =>
  async (unit) => ({ generatedRows: await writeSlice(deps.db, unit, stamp), warnings: [] });

/** The lease of a dead worker runs out, and another one does the work. */
async function nextAttempt(job: JobRow, work = writing("next")): Promise<void> {
  await pass(job, 120_000);
  expect(await unitOf(job)).toMatchObject({ state: "sent", attempt: 1 });
  await worker(job, work);
  await pass(job, 500);
}

const expectDone = async (job: JobRow) => {
  expect(await row(job)).toMatchObject({
    status: "DONE",
    progress_current: 1,
    generated_rows: ROWS,
    result: { dates: [{ date: DAY.date, generated_rows: ROWS, status: "done" }] },
  });
  expect(await slice()).toMatchObject({ rows: ROWS, found: ROWS, stamps: 1 });
};

describe("a crash before the create commits", () => {
  it("leaves no job", async () => {
    d1.failAt(1, "before");
    await expect(start()).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
    const jobs = env.DB.prepare("SELECT id FROM report_generation_jobs WHERE tenant_id = ?");
    expect((await jobs.bind(tenant).all()).results).toEqual([]);
  });
});

describe("a crash after the create, before the start", () => {
  it("leaves the accepted job to the sweep, which starts it", async () => {
    const { batches } = deps;
    const crash = () => Promise.reject(new Error("crash"));
    deps.batches = (...name) => ({ ...batches(...name), start: crash });
    const job = await start();
    await sweepJobs({ ...deps, batches, clock: { now: () => Date.now() + 61_000 } });
    deps.batches = batches;
    await vi.waitFor(async () => expect((await row(job)).task_id).not.toBeNull(), 15_000);
    await worker(job, writing("only"));
    await pass(job, 500);
    await expectDone(job);
  });
});

describe("a crash of the coordinator before it sends or projects", () => {
  it("is made good by its alarm", async () => {
    const job = await start();
    await abortAllDurableObjects();
    // Nobody calls the object: its alarm is all that brings it back.
    await vi.waitFor(async () => expect((await row(job)).task_id).not.toBeNull(), 15_000);
    await worker(job, writing("only"));
    await abortAllDurableObjects();
    await vi.waitFor(async () => expectDone(job), 15_000);
  });
});

describe("a message that is lost, doubled, or of a deleted job", () => {
  it("is sent again when lost", async () => {
    const job = await sent();
    await pass(job, 30_000);
    expect(await unitOf(job)).toMatchObject({ state: "sent", sends: 2, attempt: 0 });
  });
  it("is refused when doubled", async () => {
    const job = await sent();
    const work = vi.fn<UnitWork>(writing("one"));
    await Promise.all([worker(job, work), worker(job, work)]);
    await worker(job, work);
    await pass(job, 500);
    expect(work).toHaveBeenCalledTimes(1);
    await expectDone(job);
  });
  it("is dropped when its job is deleted", async () => {
    const job = await sent();
    const message = await messageFor(job);
    await cancelJob(deps, tenant, job.id);
    await deleteJob(deps, tenant, job.id);
    expect(await consumeUnit(deps, message)).toBe(true);
    expect(await noteDeadUnit(deps, message)).toBe(true);
    expect(await findJob(deps.db, tenant, job.id)).toBeUndefined();
  });
});

describe("a crash of a worker before its transaction or in it", () => {
  const fails: UnitWork = (unit) => {
    d1.failAt(1, "before");
    return writing("lost")(unit);
  };
  it.each([
    ["before", death, {}],
    ["in", fails, { fail: death }],
  ])("%s: changes no row; the next attempt does", async (_, work, limits) => {
    const job = await sent();
    void worker(job, work, limits);
    await vi.waitFor(async () => expect(await unitOf(job)).toMatchObject({ state: "leased" }));
    expect(await slice()).toBeUndefined();
    await nextAttempt(job);
    await expectDone(job);
  });
});

describe("a crash of a worker after its transaction, before it completes", () => {
  it("has the next attempt write the same rows, which count once", async () => {
    const job = await sent();
    void worker(job, writing("first"), { complete: death });
    await vi.waitFor(async () => expect(await slice()).toMatchObject({ of: "first" }));
    await nextAttempt(job);
    await expectDone(job);
    expect(await slice()).toMatchObject({ of: "next" });
  });
});

describe("a stalled worker that writes late", () => {
  it("changes nothing: the fence of coverage", async () => {
    const job = await sent();
    const { promise: stall, resolve: goOn } = Promise.withResolvers<void>();
    const stalled = worker(job, async (unit) => {
      await stall;
      return writing("late")(unit);
    });
    await vi.waitFor(async () => expect(await unitOf(job)).toMatchObject({ state: "leased" }));
    await nextAttempt(job, async (unit) => {
      const outcome = await writing("next")(unit);
      goOn();
      await stalled;
      return outcome;
    });
    expect(await slice()).toMatchObject({ of: "next" });
    await expectDone(job);
  });
});

describe("D1 that is down", () => {
  it("fails the unit as storage-unavailable, for three attempts", async () => {
    const job = await sent();
    const message = await messageFor(job);
    for (let attempt = 1; attempt <= 3; attempt++) {
      d1.goDown();
      await consumeUnit(deps, message);
      d1.heal();
      expect(await unitOf(job)).toMatchObject({ attempt });
      await pass(job, 60_000);
    }
    expect((await row(job)).error_log).toMatch(/^2026-04-13: storage-unavailable: /);
  });
});

describe("a cancel during a unit", () => {
  it("refuses its completion; rows stay where they were written, the day is not told", async () => {
    const job = await sent();
    await worker(job, async (unit) => {
      const outcome = await writing("written")(unit);
      await cancelJob(deps, tenant, job.id);
      expect(await writeSlice(deps.db, unit, "late")).toBe(ROWS);
      return outcome;
    });
    await pass(job, 500);
    expect(await row(job)).toMatchObject({
      status: "CANCELLED",
      generated_rows: 0,
      result: { dates: [], total_days: 1 },
    });
    expect(await slice()).toMatchObject({ rows: ROWS, of: "written" });
  });
});
