import { env } from "cloudflare:test";
import { cancelJob, consumeUnit } from "#generation";
import { guardD1 } from "#shared";
import { expect, it } from "vitest";
import { projectJobs } from "../../src/generation/generation.repository.ts";
import { viewOf } from "../../src/generation/job-view.ts";
import { createFaultyD1 } from "./faulty-d1.ts";
import { Crash, createWorld, deliver, fire, jobRow, settle, startOne } from "./world.ts";

function scene() {
  const d1 = createFaultyD1(env.DB);
  const work = () => Promise.resolve({ generatedRows: 5, warnings: [] });
  return { d1, world: createWorld(work, guardD1(d1.db)), tenant: crypto.randomUUID() };
}

it("goes on after an outage longer than the platform repeats an alarm", async () => {
  const { d1, world, tenant } = scene();
  const job = await startOne(world, tenant, [1]);
  d1.goDown();
  for (const end = world.now + 300_000; world.now < end; world.now += 1_000) await fire(world);
  expect(world.queue).toEqual([]);
  d1.heal();
  await settle(world);
  expect(await jobRow(world, tenant, job.id)).toMatchObject({ status: "DONE", generated_rows: 5 });
});

it("leaves another alarm when it dies in the middle of one", async () => {
  const { world, tenant } = scene();
  await startOne(world, tenant, [1]);
  const firing = fire(world);
  world.crash();
  await expect(firing).rejects.toBeInstanceOf(Crash);
  expect([...world.disks.values()][0]?.alarmAt).toBe(world.now + 5_000);
});

it("never lets an older telling overwrite a newer one", async () => {
  const { world, tenant } = scene();
  const job = await startOne(world, tenant, [1]);
  const [disk] = world.disks.values();
  const old = disk?.batch.jobs.map((one) => viewOf(one)) ?? [];
  await settle(world);
  expect(await projectJobs(world.deps.db, tenant, old, world.now)).toEqual([]);
  expect((await jobRow(world, tenant, job.id)).status).toBe("DONE");
});

it("tells of a day that the database was not there for", async () => {
  const { d1, world, tenant } = scene();
  const job = await startOne(world, tenant, [1]);
  for (let attempt = 1; attempt <= 3; attempt++) {
    while (world.queue.length === 0) {
      await fire(world);
      world.now += 1_000;
    }
    d1.goDown();
    await deliver(world);
    d1.heal();
  }
  await settle(world);
  const { status, error_log } = await jobRow(world, tenant, job.id);
  expect(status).toBe("ERROR");
  expect(error_log).toBe("2026-04-13: storage-unavailable: The database was not available.");
});

it("answers a cancel only when D1 shows it; a repeat is harmless", async () => {
  const { d1, world, tenant } = scene();
  const job = await startOne(world, tenant, [1]);
  // The look-up of the job gets through, the projection does not.
  d1.failAt(2, "before");
  await expect(cancelJob(world.deps, tenant, job.id)).rejects.toMatchObject({
    code: "SERVICE_UNAVAILABLE",
  });
  expect(await cancelJob(world.deps, tenant, job.id)).toMatchObject({
    kind: "changed",
    job: { status: "CANCELLED" },
  });
});

it.each([null, "text", {}, { v: 2 }, { v: 1, tenant_id: "t" }])(
  "makes no sense of the message %j and asks for no repetition",
  async (body) => {
    expect(await consumeUnit(scene().world.deps, body)).toBe(false);
  },
);
