import { env } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { crashAt, eventsOf, listen, setting } from "./transitions-kit.ts";
import {
  act,
  create,
  deliver,
  fire,
  json,
  objectsOf,
  read,
  REPORTS,
  settle,
  sweep,
  work,
} from "./world.ts";

// Places span tenants: what other tests left would be counted.
beforeEach(() => env.DB.prepare("DELETE FROM documents").run());

describe("T8: cancelled", () => {
  it("while it is worked on: it stays so, its file is gone, nothing is queued again", async () => {
    const { world, key, tenantId, generator } = await setting();
    const id = await create(world, key);
    await listen(tenantId, (await read(world, key, id)).generated_by);
    await fire(world);
    for (let step = 0; step < 5; step++) await deliver(world);
    expect((await read(world, key, id)).progress_percentage).toBe(65);
    let signal: AbortSignal | undefined;
    generator.before = async (step, given) => {
      if (step !== "compose") return;
      signal = given;
      const response = await act(world, key, id, "cancel");
      expect(await json(response)).toEqual({
        success: true,
        message: "Report cancelled successfully",
      });
    };
    await deliver(world);
    expect(signal?.aborted).toBe(true);
    await settle(world);
    expect(await read(world, key, id)).toMatchObject({
      status: "cancelled",
      progress_percentage: 65,
      completed_at: "2026-01-20T12:00:00Z",
      error_message: null,
    });
    expect((await eventsOf(tenantId)).map(({ type }) => type)).toEqual(["report.cancelled"]);
    const again = await act(world, key, id, "cancel");
    expect([again.status, (await json(again)).error]).toEqual([400, "Report cannot be cancelled"]);
    expect((await act(world, key, id, "retry")).status).toBe(400);
    world.now += 15 * 60_000;
    await sweep(world);
    expect(await objectsOf(tenantId, id)).toEqual([]);
  });

  it("before the file is stored: what was written after is removed", async () => {
    const { world, key, tenantId } = await setting();
    const id = await create(world, key);
    const { files } = world.deps;
    world.deps.files = {
      ...files,
      async writeOnce(...args) {
        if ((await read(world, key, id)).status === "processing")
          await act(world, key, id, "cancel");
        return files.writeOnce(...args);
      },
    };
    await work(world);
    expect((await read(world, key, id)).status).toBe("cancelled");
    expect((await objectsOf(tenantId, id)).filter((name) => name.startsWith("1/"))).toEqual([]);
    const made = env.DB.prepare("SELECT count(*) AS n FROM document_files WHERE document_id = ?");
    expect(await made.bind(id).first("n")).toBe(0);
  });

  it.each(["object.before-save", "object.after-save"])(
    "is not acknowledged when the object dies, and may be asked for again: %s",
    async (point) => {
      const { world, key } = await setting();
      const id = await create(world, key);
      crashAt(world, point);
      expect((await act(world, key, id, "cancel")).status).toBeGreaterThanOrEqual(500);
      const again = await act(world, key, id, "cancel");
      expect([200, 400]).toContain(again.status);
      await settle(world);
      expect((await read(world, key, id)).status).toBe("cancelled");
    },
  );
});

describe("T10: gone", () => {
  it("when its owner deletes it, with everything that it had", async () => {
    const { world, key, tenantId } = await setting();
    const id = await create(world, key);
    const remove = () => world.server.request(`${REPORTS}/${id}`, { key, method: "DELETE" });
    const active = await remove();
    expect([active.status, (await json(active)).error]).toEqual([409, "Report is still active"]);
    await work(world);
    expect(await json(await remove())).toEqual({
      success: true,
      message: "Report deleted successfully",
    });
    expect((await remove()).status).toBe(404);
    expect(await objectsOf(tenantId, id)).toEqual([]);
    for (const table of ["document_files", "document_sources"]) {
      const count = env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE document_id = ?`);
      expect(await count.bind(id).first("n")).toBe(0);
    }
  });

  it("when it expires: at once for readers, then from the store, then from the table", async () => {
    const { expireDocuments } = await import("#documents");
    const { world, key, tenantId } = await setting();
    const done = await create(world, key);
    await work(world);
    const waiting = await create(world, key);
    world.now += 30 * 86_400_000 - 1;
    expect((await world.server.request(`${REPORTS}/${done}`, { key })).status).toBe(200);
    world.now += 1;
    for (const path of [`/${done}`, `/${done}/download`, `/${waiting}`]) {
      expect((await world.server.request(`${REPORTS}${path}`, { key })).status).toBe(404);
    }
    expect((await json(await world.server.request(REPORTS, { key }))).data.reports).toEqual([]);
    await expireDocuments(world.deps);
    expect(await objectsOf(tenantId, done)).toEqual([]);
    const count = env.DB.prepare("SELECT count(*) AS n FROM documents WHERE tenant_id = ?");
    expect(await count.bind(tenantId).first("n")).toBe(0);
    expect(world.disk.queue.entries).toEqual([]);
    const audit = env.DB.prepare(
      "SELECT action FROM document_audit WHERE tenant_id = ? AND document_id = ? ORDER BY at",
    );
    expect((await audit.bind(tenantId, done).all()).results).toEqual([
      { action: "document.created" },
      { action: "document.expired" },
    ]);
  });
});

it("lets go of messages that name nothing", async () => {
  const { world } = await setting();
  const { consumeDocument, noteDeadDocument } = await import("#documents");
  const step = {
    v: 1,
    kind: "step",
    queue: "default",
    tenant_id: "t",
    document_id: crypto.randomUUID(),
    run: 0,
    attempt: 1,
    token: crypto.randomUUID(),
  };
  for (const body of [null, "x", { kind: "wake" }, { ...step, v: 2 }, { ...step, extra: 1 }]) {
    expect(await consumeDocument(world.deps, body)).toBe(false);
    expect(await noteDeadDocument(world.deps, body)).toBe(false);
  }
  expect(await consumeDocument(world.deps, step)).toBe(true);
  expect(await noteDeadDocument(world.deps, step)).toBe(true);
});

it("wakes a queue that slept over a message that died", async () => {
  const { world, key } = await setting();
  const { noteDeadDocument } = await import("#documents");
  const id = await create(world, key);
  await fire(world);
  const [dead] = world.messages.splice(0);
  world.disk.alarmAt = null;
  expect(await noteDeadDocument(world.deps, dead)).toBe(true);
  await settle(world);
  expect((await read(world, key, id)).status).toBe("completed");
});
