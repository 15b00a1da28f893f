import { env } from "cloudflare:test";
import { cancelJob, deleteJob, retryJob, startGeneration, sweepJobs } from "#generation";
import { guardD1 } from "#shared";
import { expect, it } from "vitest";
import { tableScans } from "../kit/query-plans.ts";
import { recordD1 } from "../kit/recording-d1.ts";
import { createWorld, request, settle, startOne } from "./world.ts";

const recording = recordD1(env.DB);
const world = createWorld(
  () => Promise.resolve({ generatedRows: 1, warnings: [] }),
  guardD1(recording.db),
);
const tenant = crypto.randomUUID();

it("reads no table as a whole, whatever happens to jobs", async () => {
  await startOne(world, tenant, [1]);
  const parent = await startOne(world, tenant, [1, 2]);
  await startGeneration(world.deps, tenant, request([1, 3], {}, "partial"));
  world.now += 120_000;
  await sweepJobs(world.deps);
  await cancelJob(world.deps, tenant, parent.id);
  await retryJob(world.deps, tenant, parent.id);
  await settle(world);
  await deleteJob(world.deps, tenant, parent.id);
  expect(recording.calls.length).toBeGreaterThan(10);
  expect(await tableScans(env.DB, recording.calls)).toEqual([]);
});

it("costs a call to create and two to run a unit, beside what the generator needs", async () => {
  const from = recording.calls.length;
  await startOne(world, tenant, [7]);
  expect(recording.calls.length - from).toBe(1);
  await settle(world);
  // The run, the clock, and all that happened in half a second.
  expect(recording.calls.length - from).toBeLessThanOrEqual(5);
});

it("reads rows in proportion to the jobs it is about, not to those of the tenant", async () => {
  for (let at = 0; at < 30; at++) await startOne(world, tenant, [at + 100], { force: true });
  await settle(world);
  const from = recording.calls.length;
  await startOne(world, tenant, [9]);
  await settle(world);
  const rowsRead = recording.calls.slice(from).map((call) => call.rowsRead);
  expect(Math.max(...rowsRead)).toBeLessThan(20);
});
