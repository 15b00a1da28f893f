import { consumeUnit, retryJob, cancelJob } from "#generation";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createWorld, deliver, fire, jobRow, settle, startOne, type World } from "./world.ts";

const SECOND = 1_000;

let tenant: string;
let world: World;
let finish: () => void;
let attempts: number;

beforeEach(() => {
  // Intervals only: the database needs its timers.
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  tenant = crypto.randomUUID();
  attempts = 0;
  world = createWorld(async () => {
    attempts += 1;
    await new Promise<void>((resolve) => (finish = resolve));
    return { generatedRows: 7, warnings: [] };
  });
});
afterEach(() => void vi.useRealTimers());

/** A unit that a worker is at. */
async function begun() {
  const job = await startOne(world, tenant, [1]);
  await fire(world);
  const [message] = world.queue.splice(0);
  const worker = consumeUnit(world.deps, message);
  await vi.waitFor(() => expect(attempts).toBe(1));
  return { job, worker };
}

/** Time for the objects and for the worker's renewals. */
async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    world.now += SECOND;
    vi.advanceTimersByTime(SECOND);
    await fire(world);
  }
}

it("completes a unit that takes longer than its lease", async () => {
  const { job, worker } = await begun();
  await pass(400);
  expect(world.queue).toEqual([]);
  finish();
  await worker;
  await settle(world);
  expect(await jobRow(world, tenant, job.id)).toMatchObject({ status: "DONE", generated_rows: 7 });
  expect(attempts).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});

it("makes up for renewals that did not get through, while the lease lasts", async () => {
  const { job, worker } = await begun();
  const reach = world.deps.batches;
  const object = reach(tenant, job.batch_id);
  const renew = vi.spyOn(object, "renew");
  renew.mockRejectedValueOnce(new Error("reset")).mockRejectedValueOnce(new Error("reset"));
  await pass(200);
  expect(renew.mock.calls.length).toBe(6);
  finish();
  await worker;
  await settle(world);
  expect((await jobRow(world, tenant, job.id)).status).toBe("DONE");
  expect(attempts).toBe(1);
});

it("stops waiting for work whose lease is refused", async () => {
  const { job, worker } = await begun();
  await cancelJob(world.deps, tenant, job.id);
  await pass(30);
  await worker;
  expect(world.lines.some((line) => line.includes("generation.lease.refused"))).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
  await retryJob(world.deps, tenant, job.id);
  await fire(world);
  const again = deliver(world);
  await vi.waitFor(() => expect(attempts).toBe(2));
  finish();
  await again;
  await settle(world);
  expect(await jobRow(world, tenant, job.id)).toMatchObject({ status: "DONE", generated_rows: 7 });
});
