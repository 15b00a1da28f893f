import { env, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect, it, vi } from "vitest";
import { cancelJob, deleteJob, startGeneration } from "#generation";
import { createBatches } from "#platform";
import { createServer } from "../kit/server.ts";
import { findJob } from "../../src/generation/generation.repository.ts";
import { request } from "./world.ts";

const objectOf = (tenantId: string, batchId: string) =>
  env.BATCHES.getByName(`${tenantId}/${batchId}`);

it("comes to its end by alarm, queue and D1 of this deployment, through an eviction", async () => {
  const { deps } = createServer();
  const tenant = crypto.randomUUID();
  const started = await startGeneration(deps, tenant, request([1, 2]));
  if (started.kind !== "job") throw new Error("not one job");
  const object = objectOf(tenant, started.job.batch_id);
  const alarm = await runInDurableObject(object, (_, { storage }) => storage.getAlarm());
  expect(alarm).not.toBeNull();
  await evictDurableObject(object);
  await vi.waitFor(
    async () => {
      const job = await findJob(deps.db, tenant, started.job.id);
      expect(job).toMatchObject({ status: "DONE", progress_current: 2, generated_rows: 0 });
    },
    { timeout: 15_000, interval: 200 },
  );
  const covered = env.DB.prepare("SELECT count(*) AS n FROM report_coverage WHERE tenant_id = ?");
  expect(await covered.bind(tenant).first<number>("n")).toBe(2);
});

it("answers over RPC: a claim once, a cancel that D1 shows", async () => {
  const { deps } = createServer();
  const tenant = crypto.randomUUID();
  const started = await startGeneration(deps, tenant, request([1]));
  if (started.kind !== "job") throw new Error("not one job");
  const { id, batch_id: batchId } = started.job;
  expect(await cancelJob(deps, tenant, id)).toMatchObject({ job: { status: "CANCELLED" } });
  const run = (await findJob(deps.db, tenant, id))?.task_id ?? "";
  const late = { jobId: id, run, date: "2026-04-13", attempt: 1 };
  const batch = deps.batches(tenant, batchId);
  expect(await batch.claim(late)).toBeNull();
  expect(await batch.complete(late, { generatedRows: 1, warnings: [] })).toBe(false);
  expect(await deleteJob(deps, tenant, id)).toBe("deleted");
  const rows = await runInDurableObject(objectOf(tenant, batchId), (_, { storage }) =>
    storage.sql.exec("SELECT id FROM jobs").toArray(),
  );
  expect(rows).toEqual([]);
});

it("asks to try again when the object is out of reach", async () => {
  const broken = { getByName: () => ({ cancel: () => Promise.reject(new Error("reset")) }) };
  // A namespace that can only be asked for an object by name: all that the adapter does with it.
  const batches = createBatches(broken as unknown as typeof env.BATCHES);
  await expect(
    batches("t", "b").cancel({ tenantId: "t", batchId: "b", seeds: [] }),
  ).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
});
