import { env } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { crashAt, eventsOf, listen, setting } from "./transitions-kit.ts";
import {
  Crash,
  create,
  deliver,
  fire,
  json,
  NOON,
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

describe("T1, T2: accepted and queued", () => {
  it("survives the object's death just before it stored the document", async () => {
    const { world, key, tenantId } = await setting();
    crashAt(world, "object.before-save");
    const response = await post(world, key);
    // The object is out of reach for this call: the answer is a failure, and nothing is left.
    expect(response.status).toBe(500);
    const count = env.DB.prepare("SELECT count(*) AS n FROM documents WHERE tenant_id = ?");
    expect(await count.bind(tenantId).first("n")).toBe(0);
  });

  it("survives the object's death just after: what was withdrawn is dropped", async () => {
    const { world, key, tenantId } = await setting();
    crashAt(world, "object.after-save");
    expect((await post(world, key)).status).toBe(500);
    await settle(world);
    expect(world.disk.queue).toMatchObject({ entries: [], outbox: [] });
    const count = env.DB.prepare("SELECT count(*) AS n FROM documents WHERE tenant_id = ?");
    expect(await count.bind(tenantId).first("n")).toBe(0);
  });

  it("is swept in after a minute when the API died between row and queue", async () => {
    const { world, key } = await setting();
    const { queues } = world.deps;
    const dead = { ...queues("default"), enqueue: () => new Promise<never>(() => {}) };
    world.deps.queues = () => dead;
    void post(world, key);
    const only = await new Promise<string>((resolve) => {
      const look = async () => {
        const { data } = await json(await world.server.request(REPORTS, { key }));
        if (data.reports[0]) resolve(data.reports[0].id);
        else setTimeout(() => void look(), 5);
      };
      void look();
    });
    world.deps.queues = queues;
    expect(await read(world, key, only)).toMatchObject({ status: "pending", queue_position: null });
    world.now += 59_000;
    await sweep(world);
    expect((await read(world, key, only)).status).toBe("pending");
    world.now += 1_000;
    await sweep(world);
    await sweep(world);
    expect(await read(world, key, only)).toMatchObject({ status: "queued", queue_position: 1 });
    await work(world);
    expect((await read(world, key, only)).status).toBe("completed");
  });

  it("sends the wake-up again after 30 s when it was lost", async () => {
    const { world, key } = await setting();
    const id = await create(world, key);
    await fire(world);
    expect(world.messages.splice(0)).toHaveLength(1);
    world.now += 30_000;
    await work(world);
    expect((await read(world, key, id)).status).toBe("completed");
  });

  it("is woken by the sweep when the platform lost the alarm", async () => {
    const { world, key } = await setting();
    const id = await create(world, key);
    world.disk.alarmAt = null;
    world.now += 60_000;
    await sweep(world);
    await work(world);
    expect((await read(world, key, id)).status).toBe("completed");
  });
});

describe("T3: claimed", () => {
  it("in order, while a worker is free", async () => {
    const { world, key } = await setting(1);
    const a = await create(world, key, { title: "A" });
    world.now += 1_000;
    const c = await create(world, key, { title: "C" });
    const d = await create(world, key, { title: "D", priority: "low" });
    world.now += 4_000;
    const b = await create(world, key, { title: "B", priority: "urgent" });
    await fire(world);
    await deliver(world);
    expect((await read(world, key, b)).status).toBe("processing");
    const places = await Promise.all([a, c, d].map((id) => read(world, key, id)));
    expect(places.map(({ queue_position }) => queue_position)).toEqual([1, 2, 3]);
  });

  it("once, when two messages come together", async () => {
    const { world, key, generator } = await setting();
    await create(world, key);
    await fire(world);
    const [wake] = world.messages.splice(0);
    await Promise.all([deliver(world, wake), deliver(world, wake)]);
    expect(generator.calls).toEqual(["collect"]);
  });

  it.each(["object.before-save", "object.after-save"])(
    "is taken up again when the object dies: %s",
    async (point) => {
      const { world, key } = await setting();
      const id = await create(world, key);
      await fire(world);
      crashAt(world, point);
      await deliver(world).catch(() => {});
      await settle(world);
      expect(await read(world, key, id)).toMatchObject({ status: "completed", retry_count: 0 });
    },
  );
});

describe("T4: worked on", () => {
  it("goes on from the last checkpoint when a message is lost", async () => {
    const { world, key, generator, tenantId } = await setting();
    const id = await create(world, key);
    await fire(world);
    for (let step = 0; step < 3; step++) await deliver(world);
    expect(await objectsOf(tenantId, id)).toEqual([
      "work/0/material.json",
      "work/0/outline.json",
      "work/0/section-0.json",
    ]);
    world.messages = [];
    await settle(world);
    expect(await read(world, key, id)).toMatchObject({ status: "completed" });
    expect(generator.calls).toEqual([
      "collect",
      "outline",
      "write-0",
      "write-1",
      "write-2",
      "compose",
    ]);
    expect(world.now).toBe(NOON + 210_000);
    expect(await objectsOf(tenantId, id)).toEqual(["2/report.md", "2/report.pdf"]);
  });

  it("makes one result, whatever message comes twice, together or late", async () => {
    const { world, key, tenantId } = await setting();
    const id = await create(world, key);
    await fire(world);
    const sent = [];
    while (world.messages.length > 0) {
      const message = world.messages.shift();
      sent.push(message);
      await Promise.all([deliver(world, message), deliver(world, message)]);
    }
    const before = await read(world, key, id);
    expect(before).toMatchObject({ status: "completed" });
    const files = await objectsOf(tenantId, id);
    for (const message of sent) await deliver(world, message);
    expect(await read(world, key, id)).toEqual(before);
    expect(await objectsOf(tenantId, id)).toEqual(files);
    const rows = env.DB.prepare(
      "SELECT r2_key, sha256, size_bytes FROM document_files WHERE document_id = ?",
    );
    for (const row of (await rows.bind(id).all<{ r2_key: string; sha256: string }>()).results) {
      const bytes = await (await env.FILES.get(row.r2_key))?.arrayBuffer();
      const digest = await crypto.subtle.digest("SHA-256", bytes ?? new ArrayBuffer(0));
      expect(new Uint8Array(digest).toHex()).toBe(row.sha256);
    }
  });
});

describe("T5: completed", () => {
  it("with its file, sources and one event, when the object dies right after", async () => {
    const { world, key, tenantId } = await setting();
    const id = await create(world, key);
    await listen(tenantId, (await read(world, key, id)).generated_by);
    await fire(world);
    for (let step = 0; step < 5; step++) await deliver(world);
    const complete = world.deps.queues;
    world.deps.queues = () => ({
      ...complete("default"),
      complete: () => Promise.reject(new Crash("worker")),
    });
    await deliver(world).catch(() => {});
    world.deps.queues = complete;
    expect((await read(world, key, id)).status).toBe("completed");
    await settle(world);
    expect(await read(world, key, id)).toMatchObject({ status: "completed", retry_count: 0 });
    expect(world.disk.queue).toMatchObject({ entries: [], outbox: [] });
    const events = await eventsOf(tenantId);
    expect(events.map(({ type, status }) => [type, status])).toEqual([
      ["report.completed", "pending"],
    ]);
    const report = await read(world, key, id);
    expect(JSON.parse(events[0]?.payload ?? "")).toEqual({
      type: "report.completed",
      timestamp: report.completed_at,
      data: {
        report_id: id,
        title: report.title,
        status: "completed",
        output_format: "pdf",
        file_size_bytes: report.file_size_bytes,
        download_url: report.download_url,
        error_message: null,
        retry_count: 0,
      },
    });
  });
});
