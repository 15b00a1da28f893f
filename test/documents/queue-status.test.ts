import { env } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { guardD1 } from "#shared";
import { createFaultyD1 } from "../generation/faulty-d1.ts";
import {
  act,
  create,
  createWorld,
  json,
  newCaller,
  NOON,
  read,
  REPORTS,
  work,
  type World,
} from "./world.ts";

// Queues span tenants: what other tests left would be counted.
beforeEach(() => env.DB.prepare("DELETE FROM documents").run());

describe("the queue's status", () => {
  const status = async (world: World, path = "/queue/status", key?: string) =>
    (await json(await world.server.request(`${REPORTS}${path}`, key === undefined ? {} : { key })))
      .data;

  it("counts what is there, over tenants, and the caller's own", async () => {
    const world = createWorld();
    const [a, b] = [await newCaller(world), await newCaller(world)];
    const done = await create(world, a.key);
    await work(world);
    await create(world, b.key);
    const cancelled = await create(world, b.key);
    await act(world, b.key, cancelled, "cancel");
    expect((await read(world, a.key, done)).status).toBe("completed");
    const data = await status(world, "/queue/status?queue=default", a.key);
    expect(data).toEqual({
      queue_name: "default",
      pending_reports: 1,
      processing_reports: 0,
      completed_today: 1,
      failed_today: 0,
      average_processing_time: "0.0 minutes",
      estimated_wait_time: "0.0 minutes",
      total_pending: 1,
      currently_processing: 0,
      avg_processing_time_seconds: 0,
      user_active_reports: 0,
      timestamp: "2026-01-20T12:00:00Z",
    });
    expect((await status(world, "/public/queue/status", b.key)).user_active_reports).toBe(1);
    expect((await status(world)).user_active_reports).toBeNull();
    expect((await status(world, "/queue/status", "alm_bad")).user_active_reports).toBeNull();
    world.now += 86_400_000;
    expect((await status(world)).completed_today).toBe(0);
  });

  it("speaks in minutes: of history, else of the estimates of what waits", async () => {
    const world = createWorld();
    const { key, tenantId } = await newCaller(world);
    expect((await status(world)).average_processing_time).toBe("0.0 minutes");
    for (let count = 0; count < 3; count++) await create(world, key);
    expect(await status(world)).toMatchObject({
      average_processing_time: "15.0 minutes",
      estimated_wait_time: "45.0 minutes",
    });
    const done = await create(world, key);
    await env.DB.prepare(
      `UPDATE documents SET status = 'completed', started_at = ?, completed_at = ?
       WHERE tenant_id = ? AND id = ?`,
    )
      .bind(NOON - 510_000, NOON, tenantId, done)
      .run();
    expect(await status(world)).toMatchObject({
      average_processing_time: "8.5 minutes",
      estimated_wait_time: "25.5 minutes",
      avg_processing_time_seconds: 510,
      completed_today: 1,
    });
    world.now += 7 * 86_400_000 + 1_000;
    expect((await status(world)).average_processing_time).toBe("15.0 minutes");
  });

  it("is none, and not made up, when it cannot be read", async () => {
    const d1 = createFaultyD1(env.DB);
    const world = createWorld({ db: guardD1(d1.db) });
    d1.goDown();
    const response = await world.server.request(`${REPORTS}/queue/status`);
    expect(response.status).toBeGreaterThanOrEqual(500);
    expect(await json(response)).toEqual({ success: false, error: expect.any(String) });
  });

  it("is of known queues only", async () => {
    const world = createWorld();
    const response = await world.server.request(`${REPORTS}/queue/status?queue=other`);
    expect([response.status, (await json(response)).error]).toEqual([404, "Queue not found"]);
  });
});

describe("health", () => {
  const health = async (world: World) => {
    const response = await world.server.request(`${REPORTS}/health`);
    return [response.status, await json(response)];
  };

  it("is whole, degraded or not at all", async () => {
    const world = createWorld();
    const whole = {
      status: "healthy",
      database_connected: true,
      report_service: "available",
      renderer: "available",
      timestamp: "2026-01-20T12:00:00Z",
    };
    expect(await health(world)).toEqual([200, whole]);
    const bare = { ...world.deps.documents, equipped: { renderer: false, dataKey: true } };
    expect(await health(createWorld({ documents: bare }))).toEqual([
      200,
      { ...whole, status: "degraded", renderer: "unavailable" },
    ]);
    const keyless = { ...world.deps.documents, equipped: { renderer: true, dataKey: false } };
    const degraded = { ...whole, status: "degraded" };
    expect(await health(createWorld({ documents: keyless }))).toEqual([200, degraded]);
    const queueless = createWorld();
    const away = { ...world.deps.queues("default"), ping: () => Promise.reject(new Error("away")) };
    queueless.deps.queues = () => away;
    expect(await health(queueless)).toEqual([200, { ...degraded, report_service: "unavailable" }]);
    const silent = createWorld();
    const never = { first: () => new Promise(() => {}) };
    // A database that never answers: all that this path asks of it.
    silent.deps.db = { prepare: () => never } as unknown as typeof silent.deps.db;
    expect(await health(silent)).toEqual([
      503,
      { ...whole, status: "unhealthy", database_connected: false },
    ]);
  });
});
