import { env } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { expireDocuments } from "#documents";
import { DocumentError } from "../../src/documents/document-error.ts";
import { crashAt, listening, setting, tidied, typesOf, workerDiesAt } from "./transitions-kit.ts";
import {
  act,
  create,
  deliver,
  fire,
  objectsOf,
  post,
  read,
  REPORTS,
  settle,
  sweep,
  work,
} from "./world.ts";

// Places span tenants: what other tests left would be counted.
beforeEach(() => env.DB.prepare("DELETE FROM documents").run());

describe("a creation (T1)", () => {
  it.each([
    ["before", 0],
    ["after", 1],
  ] as const)("that D1 fails just %s it took it", async (when, rows) => {
    const { world, d1, key, tenantId } = await listening();
    const { rateLimits } = world.deps;
    world.deps.rateLimits = (...bucket) => {
      const log = rateLimits(...bucket);
      const take: typeof log.take = async (...args) => {
        const taken = await log.take(...args);
        if (bucket[0].name === "create") d1.failAt(1, when);
        return taken;
      };
      return { ...log, take };
    };
    expect((await post(world, key)).status).toBe(503);
    d1.heal();
    world.deps.rateLimits = rateLimits;
    const count = env.DB.prepare("SELECT count(*) AS n FROM documents WHERE tenant_id = ?");
    expect(await count.bind(tenantId).first("n")).toBe(rows);
    world.now += 60_000;
    await sweep(world);
    await settle(world);
    expect(await typesOf(tenantId)).toEqual(rows === 0 ? [] : ["report.completed"]);
  });
});

describe("a cancel (T8)", () => {
  it.each(["object.before-save", "object.after-save"])(
    "is told once though the object dies: %s",
    async (point) => {
      const { world, key, tenantId } = await listening();
      const id = await create(world, key);
      crashAt(world, point);
      expect((await act(world, key, id, "cancel")).status).toBeGreaterThanOrEqual(500);
      await act(world, key, id, "cancel");
      await settle(world);
      expect((await read(world, key, id)).status).toBe("cancelled");
      expect(await typesOf(tenantId)).toEqual(["report.cancelled"]);
    },
  );

  it.each([
    ["before", 200],
    ["after", 400],
  ] as const)("is told once when D1 fails just %s it took it", async (when, again) => {
    const { world, d1, key, tenantId } = await listening();
    const id = await create(world, key);
    const { queues } = world.deps;
    world.deps.queues = (name) => ({
      ...queues(name),
      cancel: (seed) => {
        d1.failAt(1, when);
        return queues(name).cancel(seed);
      },
    });
    expect((await act(world, key, id, "cancel")).status).toBe(503);
    d1.heal();
    world.deps.queues = queues;
    expect((await act(world, key, id, "cancel")).status).toBe(again);
    await settle(world);
    expect((await read(world, key, id)).status).toBe("cancelled");
    expect(await typesOf(tenantId)).toEqual(["report.cancelled"]);
  });
});

describe("a retry (T9)", () => {
  async function failed() {
    const all = await listening();
    all.generator.before = () => {
      throw new DocumentError("CONTENT_REFUSED");
    };
    const id = await create(all.world, all.key);
    await settle(all.world);
    all.generator.before = () => {};
    return { ...all, id };
  }

  it("that dies just before it is noted changes nothing", async () => {
    const { world, d1, key, id } = await failed();
    const before = await read(world, key, id);
    d1.goDown();
    expect((await act(world, key, id, "retry")).status).toBe(503);
    d1.heal();
    await settle(world);
    expect(await read(world, key, id)).toEqual(before);
    expect((await act(world, key, id, "retry")).status).toBe(200);
  });

  it("that dies just after is swept in after a minute", async () => {
    const { world, key, id, tenantId } = await failed();
    const { revive } = workerDiesAt(world, "enqueue", "before");
    expect((await act(world, key, id, "retry")).status).toBe(200);
    revive();
    expect(world.disk.queue.entries).toEqual([]);
    expect((await read(world, key, id)).status).toBe("queued");
    world.now += 60_000;
    await sweep(world);
    await settle(world);
    expect(await read(world, key, id)).toMatchObject({ status: "completed", retry_count: 1 });
    expect((await typesOf(tenantId)).toSorted()).toEqual(["report.completed", "report.failed"]);
    expect(await objectsOf(tenantId, id)).toContain("2/report.pdf");
  });

  it.each(["object.before-save", "object.after-save"])(
    "is taken up though the object dies: %s",
    async (point) => {
      const { world, key, id } = await failed();
      crashAt(world, point);
      expect((await act(world, key, id, "retry")).status).toBe(200);
      world.now += 60_000;
      await sweep(world);
      await settle(world);
      expect(await read(world, key, id)).toMatchObject({ status: "completed", retry_count: 1 });
    },
  );
});

describe("an end for good (T10)", () => {
  const rows = (tenantId: string) =>
    env.DB.prepare("SELECT count(*) AS n FROM documents WHERE tenant_id = ?")
      .bind(tenantId)
      .first("n");

  it.each(["before", "after"] as const)(
    "by its owner can be asked for again when it died just %s the files went",
    async (when) => {
      const { world, key, tenantId } = await setting();
      const id = await create(world, key);
      await work(world);
      const remove = () => world.server.request(`${REPORTS}/${id}`, { key, method: "DELETE" });
      const { revive } = workerDiesAt(world, "remove", when);
      expect((await remove()).status).toBe(500);
      revive();
      expect(await rows(tenantId)).toBe(1);
      expect((await remove()).status).toBe(200);
      expect([await rows(tenantId), await objectsOf(tenantId, id)]).toEqual([0, []]);
    },
  );

  it.each(["before", "after"] as const)(
    "by expiry is made up for by the next one when it died just %s the files went",
    async (when) => {
      const { world, key, tenantId } = await setting();
      const id = await create(world, key);
      await work(world);
      world.now += 30 * 86_400_000;
      const { didDie, revive } = workerDiesAt(world, "remove", when);
      await expireDocuments(world.deps);
      expect([didDie(), await rows(tenantId)]).toEqual([true, 1]);
      revive();
      await expireDocuments(world.deps);
      expect([await rows(tenantId), await objectsOf(tenantId, id)]).toEqual([0, []]);
    },
  );

  it("frees its worker before the sweep comes", async () => {
    const { world, key } = await setting();
    const id = await create(world, key);
    await fire(world);
    await deliver(world);
    expect(world.disk.queue.entries).toHaveLength(1);
    await env.DB.prepare("UPDATE documents SET expires_at = ? WHERE id = ?")
      .bind(world.now, id)
      .run();
    await deliver(world);
    expect(world.disk.queue.entries).toEqual([]);
  });

  it("of one at work leaves nothing that its worker writes afterwards", async () => {
    const { world, generator, key, tenantId } = await setting();
    const id = await create(world, key);
    generator.before = async (step) => {
      if (step !== "write-1") return;
      world.now += 30 * 86_400_000;
      await expireDocuments(world.deps);
      expect([await rows(tenantId), await objectsOf(tenantId, id)]).toEqual([0, []]);
    };
    await work(world);
    await settle(world);
    await tidied(world);
    expect([await rows(tenantId), await objectsOf(tenantId, id)]).toEqual([0, []]);
  });
});
