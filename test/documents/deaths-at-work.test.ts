import { env } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { DocumentError } from "../../src/documents/document-error.ts";
import { crashAt, listening, tidied, typesOf, workerDiesAt } from "./transitions-kit.ts";
import {
  Crash,
  create,
  deliver,
  fire,
  objectsOf,
  read,
  settle,
  work,
  type World,
} from "./world.ts";

// Places span tenants: what other tests left would be counted.
beforeEach(() => env.DB.prepare("DELETE FROM documents").run());

/** Lets a worker do all; one that dies has its message brought again. */
async function workUntilDeath(world: World): Promise<void> {
  for (;;) {
    await fire(world);
    const message = world.messages[0];
    if (!message) return;
    try {
      await deliver(world, message);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      return;
    }
    world.messages.shift();
  }
}

describe("a worker that dies", () => {
  const WRITTEN_ONCE = ["collect", "outline", "write-0", "write-1", "write-2", "compose"];
  const again = (call: string) => [...WRITTEN_ONCE, call].toSorted();

  it.each([
    // T3: the claim.
    ["claim", "before", 1, [1, WRITTEN_ONCE]],
    ["claim", "after", 1, [2, WRITTEN_ONCE]],
    // T4: a step, its checkpoint, its report, and the message for the next.
    ["report", "before", 1, [2, WRITTEN_ONCE]],
    ["write", "before", 3, [1, again("write-0")]],
    ["write", "after", 3, [1, WRITTEN_ONCE]],
    ["report", "after", 6, [1, WRITTEN_ONCE]],
    ["sendDocumentMessage", "before", 3, [1, WRITTEN_ONCE]],
    ["sendDocumentMessage", "after", 3, [1, WRITTEN_ONCE]],
    // T5: the files, the end in D1, and what comes after it.
    ["writeOnce", "before", 1, [1, again("compose")]],
    ["writeOnce", "after", 2, [1, again("compose")]],
    ["complete", "before", 1, [1, WRITTEN_ONCE]],
    ["complete", "after", 1, [1, WRITTEN_ONCE]],
    ["remove", "before", 1, [1, WRITTEN_ONCE]],
  ] as const)("at %s, %s, (call %i) makes one result", async (call, when, passing, expected) => {
    const { world, generator, key, tenantId } = await listening();
    const id = await create(world, key);
    const { didDie, revive } = workerDiesAt(world, call, when, passing);
    await workUntilDeath(world);
    expect(didDie()).toBe(true);
    revive();
    await settle(world);
    const report = await read(world, key, id);
    expect(report).toMatchObject({ status: "completed", progress_percentage: 100, retry_count: 0 });
    expect(await typesOf(tenantId)).toEqual(["report.completed"]);
    await tidied(world);
    const [attempt, calls] = expected;
    expect(generator.calls.toSorted()).toEqual(calls.toSorted());
    expect(await objectsOf(tenantId, id)).toEqual([
      `${attempt}/report.md`,
      `${attempt}/report.pdf`,
    ]);
    expect(world.disk.queue).toMatchObject({ entries: [], outbox: [] });
  });

  it("after it stored the file, and whose message is lost, leaves an orphan that is purged", async () => {
    const { world, key, tenantId } = await listening();
    const id = await create(world, key);
    const { revive } = workerDiesAt(world, "writeOnce", "after", 2);
    await workUntilDeath(world);
    revive();
    world.messages = [];
    await settle(world);
    expect(await read(world, key, id)).toMatchObject({ status: "completed" });
    expect(await objectsOf(tenantId, id)).toContain("1/report.pdf");
    await tidied(world);
    expect(await objectsOf(tenantId, id)).toEqual(["2/report.md", "2/report.pdf"]);
    expect(await typesOf(tenantId)).toEqual(["report.completed"]);
  });
});

describe("a failure", () => {
  const POINTS = ["object.before-save", "object.after-save"];

  it.each(POINTS)("T6: is repeated though the object dies: %s", async (point) => {
    const { world, generator, key, tenantId } = await listening();
    const id = await create(world, key);
    let failures = 0;
    generator.before = (step) => {
      if (step !== "write-0" || failures++ > 0) return;
      crashAt(world, point);
      throw new DocumentError("MODEL_UNAVAILABLE");
    };
    await workUntilDeath(world);
    expect(failures).toBe(1);
    await settle(world);
    expect(await read(world, key, id)).toMatchObject({ status: "completed", retry_count: 0 });
    expect(await typesOf(tenantId)).toEqual(["report.completed"]);
  });

  it.each(POINTS)("T7: is final and told once though the object dies: %s", async (point) => {
    const { world, generator, key, tenantId } = await listening();
    const id = await create(world, key);
    let failures = 0;
    generator.before = (step) => {
      if (step !== "write-0") return;
      if (failures++ === 0) crashAt(world, point);
      throw new DocumentError("CONTENT_REFUSED");
    };
    await workUntilDeath(world);
    expect(failures).toBe(1);
    await settle(world);
    expect(await read(world, key, id)).toMatchObject({
      status: "failed",
      error_message: "CONTENT_REFUSED: The writing model refused the request.",
      progress_percentage: 30,
    });
    expect(await typesOf(tenantId)).toEqual(["report.failed"]);
    await tidied(world);
    expect(await objectsOf(tenantId, id)).toEqual([]);
  });

  it.each(["before", "after"] as const)(
    "T7: is told once when D1 fails just %s it took it",
    async (when) => {
      const { world, generator, d1, key, tenantId } = await listening();
      const id = await create(world, key);
      generator.before = () => {
        d1.failAt(1, when);
        throw new DocumentError("CONTENT_REFUSED");
      };
      await settle(world);
      expect((await read(world, key, id)).status).toBe("failed");
      expect(await typesOf(tenantId)).toEqual(["report.failed"]);
    },
  );

  it("T6: waits as long as the upstream asks", async () => {
    const { world, generator, key } = await listening();
    const id = await create(world, key);
    generator.before = () => {
      throw new DocumentError("MODEL_UNAVAILABLE", { retryAfterSeconds: 90 });
    };
    await work(world);
    const due = env.DB.prepare("SELECT not_before FROM documents WHERE id = ?").bind(id);
    expect(await due.first("not_before")).toBe(world.now + 90_000);
    generator.before = () => {};
    world.now += 89_999;
    await work(world);
    expect((await read(world, key, id)).status).toBe("queued");
    world.now += 1;
    await work(world);
    expect((await read(world, key, id)).status).toBe("completed");
  });
});
