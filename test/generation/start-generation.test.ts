import { type JobRow, startGeneration, type Started } from "#generation";
import { beforeEach, describe, expect, it } from "vitest";
import { childrenOf } from "../../src/generation/generation.repository.ts";
import {
  createWorld,
  deliver,
  fire,
  jobRow,
  request,
  settle,
  startOne as startOneIn,
  type World,
} from "./world.ts";

let tenant: string;
let world: World;

beforeEach(() => {
  tenant = crypto.randomUUID();
  world = createWorld(() => Promise.resolve({ generatedRows: 5, warnings: [] }));
});

const start = (...args: Parameters<typeof request>): Promise<Started> =>
  startGeneration(world.deps, tenant, request(...args));
const startOne = (...args: Parameters<typeof request>): Promise<JobRow> =>
  startOneIn(world, tenant, ...args);
const row = (id: number): Promise<JobRow> => jobRow(world, tenant, id);

describe("creating", () => {
  it("answers a new job as created, whatever has begun since", async () => {
    const { job, created } = (await start([1])) as Extract<Started, { kind: "job" }>;
    expect(created).toBe(true);
    expect(job).toMatchObject({
      status: "PENDING",
      status_message: "Queued",
      academy_id: 1,
      parent_id: null,
      progress_total: 0,
      requested_by_id: "u-7",
      params: { date: "2026-04-13", applied_academy_ids: [1] },
      result: {},
      task_id: null,
    });
  });
  it("fingerprints as the contract says", async () => {
    const job = await startOne([2, 1]);
    expect(job.fingerprint).toBe(
      "3bb98123986de624052bc6acaec58abb7288c3c184a903e1bd921dbb27a158a4",
    );
  });
  it("finds the active job, and makes another when forced or when it has ended", async () => {
    const first = await startOne([1]);
    expect(await start([1])).toMatchObject({ created: false, job: { id: first.id } });
    const forced = await startOne([1], { force: true });
    expect(forced.id).toBeGreaterThan(first.id);
    expect(await start([1])).toMatchObject({ created: false, job: { id: forced.id } });
    await settle(world);
    expect(await start([1])).toMatchObject({ created: true });
  });
  it("makes one job of simultaneous equal requests", async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => start([1, 2])));
    const ids = all.map((one) => (one.kind === "job" ? one.job.id : 0));
    expect(new Set(ids).size).toBe(1);
    expect(all.filter(({ created }) => created)).toHaveLength(1);
  });
  it("makes a parent with a child an academy, found again by child, parent and list", async () => {
    const parent = await startOne([2, 1]);
    expect(parent).toMatchObject({ academy_id: null, children_count: 2, status_message: "Queued" });
    const children = await childrenOf(world.deps.db, tenant, parent.id);
    expect(children.map(({ academy_id }) => academy_id)).toEqual([1, 2]);
    expect(await start([1, 2])).toMatchObject({ created: false, job: { id: parent.id } });
    expect(await start([1])).toMatchObject({ created: false, job: { id: children[0]?.id } });
    expect(await start([1, 2], {}, "partial")).toMatchObject({
      created: false,
      jobs: children.map(({ id }) => ({ id })),
    });
  });
  it("adopts an active standalone job with its progress, and runs it where it was", async () => {
    const own = await startOne([1], { dateStart: "2026-04-12" });
    await fire(world);
    await deliver(world, 1);
    world.now += 1_000;
    await fire(world);
    const { version } = await row(own.id);
    const parent = await startOne([1, 2], { dateStart: "2026-04-12" });
    expect((await row(own.id)).version).toBe(version + 1);
    expect(parent).toMatchObject({ status: "RUNNING", progress_current: 1, children_count: 2 });
    expect(await row(own.id)).toMatchObject({
      parent_id: parent.id,
      dedup_key: null,
      batch_id: own.batch_id,
    });
    await settle(world);
    expect(await row(parent.id)).toMatchObject({
      status: "DONE",
      status_message: "Batch of 2 academies: DONE",
      generated_rows: 20,
      progress_current: 4,
    });
  });
  it("finds nothing new when every child could be adopted", async () => {
    await startOne([1]);
    await startOne([2]);
    expect(await start([1, 2])).toMatchObject({ created: false, job: { children_count: 2 } });
  });
  it("forced, adopts nothing", async () => {
    const own = await startOne([1]);
    await startOne([1, 2], { force: true });
    expect((await row(own.id)).parent_id).toBeNull();
  });
});
