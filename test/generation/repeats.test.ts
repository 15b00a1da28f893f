import { env } from "cloudflare:test";
import { cancelJob, deleteJob, type JobRow, retryJob } from "#generation";
import { guardD1, toAppError } from "#shared";
import { beforeEach, describe, expect, it } from "vitest";
import { childrenOf } from "../../src/generation/generation.repository.ts";
import { byBatch } from "../../src/generation/job-rows.ts";
import { createFaultyD1 } from "./faulty-d1.ts";
import { createWorld, fire, jobRow, settle, startOne, type World } from "./world.ts";

let d1: ReturnType<typeof createFaultyD1>;
let world: World;
let tenant: string;

beforeEach(() => {
  d1 = createFaultyD1(env.DB);
  tenant = crypto.randomUUID();
  const work = () => Promise.resolve({ generatedRows: 5, warnings: [] });
  world = createWorld(work, guardD1(d1.db));
});

const retry = ({ id }: JobRow) => retryJob(world.deps, tenant, id);
const cancel = ({ id }: JobRow) => cancelJob(world.deps, tenant, id);
const row = ({ id }: JobRow) => jobRow(world, tenant, id);

async function cancelled(academies: readonly number[] = [1]): Promise<JobRow> {
  const job = await startOne(world, tenant, academies);
  await cancel(job);
  return job;
}

/** A command of which D1 hears nothing: its look-ups get through, what it changed does not. */
async function unheard(command: () => Promise<unknown>, lookUps: number): Promise<void> {
  d1.failAt(lookUps + 1, "before");
  const failure: unknown = await command().catch((error: unknown) => error);
  expect(toAppError(failure).code).toBe("SERVICE_UNAVAILABLE");
}

describe("after a 503, the repeat of a retry", () => {
  it("succeeds at once, under the run that the first began", async () => {
    const job = await cancelled();
    await unheard(() => retry(job), 1);
    const run = [...world.disks.values()][0]?.batch.jobs[0]?.run;
    expect(await retry(job)).toMatchObject({ kind: "changed", job: { task_id: run } });
    expect(await retry(job)).toEqual({ kind: "not-retryable" });
  });
  it("succeeds when D1 has heard of it since, and when the job is done already", async () => {
    const [heard, done] = [await cancelled(), await cancelled([2])];
    await unheard(() => retry(heard), 1);
    await unheard(() => retry(done), 1);
    world.now += 5_000;
    await fire(world);
    expect(await retry(heard)).toMatchObject({ kind: "changed", job: { status: "PENDING" } });
    await settle(world);
    expect((await row(done)).status).toBe("DONE");
    expect(await retry(done)).toMatchObject({ kind: "changed", job: { status: "DONE" } });
    for (const job of [heard, done]) expect(await retry(job)).toEqual({ kind: "not-retryable" });
  });
  it("succeeds when the answer could not be read", async () => {
    const job = await cancelled();
    await unheard(() => retry(job), 2);
    expect(await retry(job)).toMatchObject({ kind: "changed" });
  });
  it("is one of several at once that succeeds", async () => {
    const job = await cancelled();
    await unheard(() => retry(job), 1);
    const all = await Promise.all([1, 2, 3].map(() => retry(job)));
    expect(all.map(({ kind }) => kind).toSorted()).toEqual([
      "changed",
      "not-retryable",
      "not-retryable",
    ]);
  });
  it("sets going the children that the first did not reach", async () => {
    await startOne(world, tenant, [1]);
    const parent = await startOne(world, tenant, [1, 2]);
    await cancel(parent);
    // The children are in two batches; the second does not hear of the retry.
    await unheard(() => retry(parent), 3);
    const before = await childrenOf(world.deps.db, tenant, parent.id);
    expect(before.map(({ status }) => status).toSorted()).toEqual(["CANCELLED", "PENDING"]);
    expect(await retry(parent)).toMatchObject({ kind: "changed", job: { status: "PENDING" } });
    await settle(world);
    expect(await row(parent)).toMatchObject({ status: "DONE", generated_rows: 10 });
  });
});

it("leaves a retry its answer when the cancel before it is answered late", async () => {
  const job = await startOne(world, tenant, [1]);
  const object = world.deps.batches(tenant, job.batch_id);
  const commanded = async () => {
    const [jobs] = byBatch([await row(job)]);
    if (!jobs) throw new Error("no batch");
    return jobs;
  };
  await object.cancel(await commanded());
  await object.retry(await commanded());
  expect(await object.answered("cancel", [job.id])).toBe(false);
  expect(await object.answered("retry", [job.id])).toBe(true);
});

it("leaves an active parent's ended child alone", async () => {
  const parent = await startOne(world, tenant, [1, 2]);
  const [first] = await childrenOf(world.deps.db, tenant, parent.id);
  if (first) await cancel(first);
  expect(await retry(parent)).toEqual({ kind: "not-retryable" });
  const children = await childrenOf(world.deps.db, tenant, parent.id);
  expect(children.map(({ status }) => status)).toEqual(["CANCELLED", "PENDING"]);
});

describe("after a 503, the repeat of a cancel", () => {
  it("succeeds, whether or not D1 has heard of it since; another is refused", async () => {
    for (const pause of [0, 5_000]) {
      const job = await startOne(world, tenant, [1]);
      await unheard(() => cancel(job), 1);
      world.now += pause;
      await fire(world);
      expect(await cancel(job)).toMatchObject({ kind: "changed", job: { status: "CANCELLED" } });
      expect(await cancel(job)).toEqual({ kind: "terminal" });
    }
  });
});

describe("after a 503, the repeat of a deletion", () => {
  it("deletes", async () => {
    const job = await cancelled();
    await unheard(() => deleteJob(world.deps, tenant, job.id), 1);
    expect(await deleteJob(world.deps, tenant, job.id)).toBe("deleted");
  });
  it("is not needed where the connection was lost after it took effect", async () => {
    const job = await cancelled([1, 2]);
    d1.failAt(3, "after", "Network connection lost.");
    expect(await deleteJob(world.deps, tenant, job.id)).toBe("deleted");
    expect(await deleteJob(world.deps, tenant, job.id)).toBe("not-found");
  });
});
