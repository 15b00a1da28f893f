import { env } from "cloudflare:test";
import { beforeEach, expect, it } from "vitest";
import { expireDocuments } from "#documents";
import { guardD1 } from "#shared";
import { tableScans } from "../kit/query-plans.ts";
import { DocumentError } from "../../src/documents/document-error.ts";
import { listening, setting, typesOf } from "./transitions-kit.ts";
import { create, createWorld, fire, newCaller, read, settle, sweep, work } from "./world.ts";

// Places span tenants: what other tests left would be counted.
beforeEach(() => env.DB.prepare("DELETE FROM documents").run());

it("keeps a document whose older word comes to D1 after the newer one", async () => {
  let held: Promise<void> | null = null;
  const batch: D1Database["batch"] = async (statements) => {
    const wait = held;
    held = null;
    await wait;
    return env.DB.batch(statements);
  };
  const slow = new Proxy(env.DB, {
    get(target, name) {
      if (name === "batch") return batch;
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
  const world = createWorld({ db: guardD1(slow) });
  const { key } = await newCaller(world);
  const id = await create(world, key);
  const queue = world.deps.queues("default");
  const claim = await queue.claim();
  if (!claim) throw new Error("nothing to claim");
  const { promise, resolve } = Promise.withResolvers<void>();
  held = promise;
  const older = queue.report(claim, 30);
  expect(await queue.report(claim, 41)).toBe(true);
  resolve();
  await older;
  expect(await queue.report(claim, 53)).toBe(true);
  expect(await read(world, key, id)).toMatchObject({
    status: "processing",
    progress_percentage: 53,
  });
});

it("finds a lost document behind a long queue", async () => {
  const { world, key } = await listening();
  const waiting = await create(world, key);
  const columns = (await env.DB.prepare("SELECT name FROM pragma_table_info('documents')").all())
    .results;
  const names = columns.map(({ name }) => String(name));
  const copy = (id: string) => names.map((name) => (name === "id" ? id : name)).join(", ");
  await env.DB.prepare(
    `INSERT INTO documents (${names.join(", ")})
     WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)
     SELECT ${copy("id || '-' || i")} FROM documents CROSS JOIN n WHERE id = ?`,
  )
    .bind(waiting)
    .run();
  world.now += 1_000;
  const lost = await create(world, key);
  await env.DB.prepare("UPDATE documents SET status = 'pending' WHERE id = ?").bind(lost).run();
  world.disk.queue = { ...world.disk.queue, entries: [] };
  world.crash();
  world.now += 60_000;
  await sweep(world);
  expect((await read(world, key, lost)).status).toBe("queued");
});

it("does not begin anew what ended while D1 was away", async () => {
  const { world, d1, generator, key, tenantId } = await listening();
  const id = await create(world, key);
  generator.before = () => {
    d1.goDown();
    throw new DocumentError("CONTENT_REFUSED");
  };
  await fire(world);
  await work(world).catch(() => {});
  d1.heal();
  world.now += 60_000;
  // The sweep comes before the object's next telling, and reads the row as at work.
  expect((await read(world, key, id)).status).toBe("processing");
  await sweep(world);
  await settle(world);
  expect(await read(world, key, id)).toMatchObject({ status: "failed" });
  expect(generator.calls).toEqual(["collect"]);
  expect(await typesOf(tenantId)).toEqual(["report.failed"]);
});

it("sweeps by index", async () => {
  const { world, key } = await setting();
  await create(world, key);
  const from = world.server.calls.length;
  world.now += 60_000;
  await sweep(world);
  await expireDocuments(world.deps);
  const calls = world.server.calls.slice(from);
  expect(calls.length).toBeGreaterThan(3);
  expect(await tableScans(env.DB, calls)).toEqual([]);
});
