import { env, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { beforeEach, expect, it, vi } from "vitest";
import { DocumentQueue } from "#documents";
import { createQueues } from "#platform";
import type { Seed } from "../../src/documents/queue/queue.machine.ts";
import { act, create, createWorld, newCaller, read } from "./world.ts";

// Alarms ring when the test says so: their messages would go to the deployment's own consumer.
// oxlint-disable-next-line typescript/unbound-method -- called on its object below
const { alarm } = DocumentQueue.prototype;
vi.spyOn(DocumentQueue.prototype, "alarm").mockResolvedValue();
const ring = (stub: DurableObjectStub<DocumentQueue>) =>
  runInDurableObject(stub, (object) => alarm.call(object));

beforeEach(() => env.DB.prepare("DELETE FROM documents").run());

/** A world whose documents go to a queue object of this deployment. */
async function setting() {
  const name = crypto.randomUUID();
  const queues = createQueues(env.DOCUMENT_QUEUES);
  const world = createWorld({ queues: () => queues(name) });
  world.now = Date.now();
  return {
    world,
    queue: queues(name),
    stub: () => env.DOCUMENT_QUEUES.getByName(name),
    ...(await newCaller(world)),
  };
}

const crash = async (stub: DurableObjectStub): Promise<void> => {
  await runInDurableObject(stub, (_, state) => state.abort("crash")).catch(() => {});
};

const seedOf = (tenantId: string, documentId: string): Seed => ({
  tenantId,
  documentId,
  rank: 2,
  enqueuedAt: 0,
  run: 0,
  attempt: 0,
  tries: 0,
  revision: 0,
});

it("keeps order, claims and cancels through crashes and evictions", async () => {
  const { world, key, queue, stub } = await setting();
  const low = await create(world, key, { priority: "low" });
  const urgent = await create(world, key, { priority: "urgent" });
  await crash(stub());
  const claim = await queue.claim();
  expect(claim).toMatchObject({ documentId: urgent, attempt: 1, run: 0 });
  if (!claim) throw new Error("nothing to claim");
  await crash(stub());
  expect(await queue.report(claim, 30)).toBe(true);
  expect(await read(world, key, urgent)).toMatchObject({
    status: "processing",
    progress_percentage: 30,
  });
  await evictDurableObject(stub());
  expect((await act(world, key, urgent, "cancel")).status).toBe(200);
  await crash(stub());
  expect(await queue.report(claim, 65)).toBe(false);
  expect(await queue.fail(claim, { code: "INTERNAL", retryAfterSeconds: null })).toBe(false);
  expect(await read(world, key, urgent)).toMatchObject({
    status: "cancelled",
    progress_percentage: 30,
  });
  expect(await queue.claim()).toMatchObject({ documentId: low });
  expect(await queue.claim()).toBeNull();
});

it("tells D1 later what it could not tell at once", async () => {
  const { world, key, tenantId, queue, stub } = await setting();
  const id = await create(world, key);
  const claim = await queue.claim();
  await env.DB.prepare("ALTER TABLE documents RENAME TO documents_away").run();
  try {
    if (claim) await queue.fail(claim, { code: "TOO_LARGE", retryAfterSeconds: null });
  } finally {
    await env.DB.prepare("ALTER TABLE documents_away RENAME TO documents").run();
  }
  expect((await read(world, key, id)).status).toBe("processing");
  await crash(stub());
  await ring(stub());
  expect(await read(world, key, id)).toMatchObject({
    status: "failed",
    error_message: "TOO_LARGE: The document exceeds 25 MiB.",
  });
  await queue.forget(tenantId, id, 0);
});

it("drops what D1 does not know, and is quiet then", async () => {
  const { queue, stub, tenantId } = await setting();
  await queue.enqueue([seedOf(tenantId, crypto.randomUUID())]);
  expect(await queue.claim()).toBeNull();
  await ring(stub());
  const next = await runInDurableObject(stub(), (_, { storage }) => storage.getAlarm());
  expect(next).toBeNull();
});
