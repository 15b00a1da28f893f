import { env } from "cloudflare:test";
import { setTimeout } from "node:timers/promises";
import { beforeEach, expect, it } from "vitest";
import { setting } from "./transitions-kit.ts";
import { act, create, deliver, fire, objectsOf, read, settle } from "./world.ts";

// Places span tenants: what other tests left would be counted.
beforeEach(() => env.DB.prepare("DELETE FROM documents").run());

/** Renews its leases every 10 ms. */
async function impatient() {
  const all = await setting();
  const { deps } = all.world;
  deps.documents = { ...deps.documents, leaseMs: 60 };
  return all;
}

it("a lease is kept while a step takes longer than it lasts", async () => {
  const { world, key, generator, tenantId } = await impatient();
  const id = await create(world, key);
  generator.before = async (step) => {
    if (step !== "write-0") return;
    for (let minute = 0; minute < 8; minute++) {
      world.now += 60_000;
      const renewed = world.now + 180_000;
      while ((world.disk.queue.entries[0]?.lease?.until ?? renewed) < renewed) await setTimeout(5);
      await fire(world);
    }
  };
  await settle(world);
  expect(await read(world, key, id)).toMatchObject({ status: "completed", retry_count: 0 });
  expect(await objectsOf(tenantId, id)).toEqual(["1/report.md", "1/report.pdf"]);
});

it("a step under way is given up when its document is cancelled", async () => {
  const { world, key, generator, tenantId } = await impatient();
  const id = await create(world, key);
  const { promise, resolve } = Promise.withResolvers<void>();
  generator.before = async (step, signal) => {
    if (step !== "write-0") return;
    resolve();
    await new Promise((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason as Error));
    });
  };
  await fire(world);
  await deliver(world);
  await deliver(world);
  const step = deliver(world);
  await promise;
  await act(world, key, id, "cancel");
  await step;
  await settle(world);
  expect((await read(world, key, id)).status).toBe("cancelled");
  expect((await objectsOf(tenantId, id)).filter((name) => !name.startsWith("work/"))).toEqual([]);
  expect(world.server.lines.join("\n")).not.toContain("documents.step.failed");
});
