import { env } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { standingOf } from "../../src/documents/estimates.ts";
import type { DocumentRow } from "../../src/documents/documents.table.ts";
import { tableScans } from "../kit/query-plans.ts";
import { create, createWorld, json, newCaller, REPORTS, type World } from "./world.ts";

// Queues span tenants: what other tests left would be counted.
beforeEach(() => env.DB.prepare("DELETE FROM documents").run());

const list = async (world: World, key: string, query = "") =>
  (await json(await world.server.request(`${REPORTS}${query}`, { key }))).data;
const titles = ({ reports }: { reports: { title: string }[] }) => reports.map(({ title }) => title);

describe("the list", () => {
  it("is of the caller's own, newest first, in pages", async () => {
    const world = createWorld();
    const { key } = await newCaller(world);
    for (const title of ["First", "Second", "Third"]) {
      await create(world, key, { title });
      world.now += 1_000;
    }
    const page = await list(world, key, "?limit=2");
    expect(titles(page)).toEqual(["Third", "Second"]);
    expect(page.pagination).toEqual({ total: 3, limit: 2, offset: 0, has_more: true });
    expect(titles(await list(world, key, "?limit=2&offset=2"))).toEqual(["First"]);
    const clamped = await list(world, key, "?limit=1000&offset=-4&_t=1");
    expect(clamped.pagination).toMatchObject({ limit: 100, offset: 0 });
    expect((await list(world, key, "?limit=abc&offset=x")).pagination.limit).toBe(50);
  });

  it("is searched in title and description, without case in any script, literally", async () => {
    const world = createWorld();
    const { key } = await newCaller(world);
    await create(world, key, { title: "ÜBERSICHT 100%", description: "Ωμέγα" });
    await create(world, key, { title: "Жизнь_сети" });
    expect(titles(await list(world, key, "?search=übersicht"))).toEqual(["ÜBERSICHT 100%"]);
    expect(titles(await list(world, key, "?search=u%CC%88bersicht"))).toEqual(["ÜBERSICHT 100%"]);
    expect(titles(await list(world, key, "?search=ΩΜΈΓΑ"))).toEqual(["ÜBERSICHT 100%"]);
    expect(titles(await list(world, key, "?search=ЖИЗНЬ"))).toEqual(["Жизнь_сети"]);
    await create(world, key, { title: "ΟΔΥΣΣΕΙΑ", description: "Große Ordnung" });
    for (const search of ["οδυσ", "ΟΔΥΣ", "οδυς", "GROSSE", "groẞe", "große"]) {
      expect(titles(await list(world, key, `?search=${search}`)), search).toEqual(["ΟΔΥΣΣΕΙΑ"]);
    }
    expect(titles(await list(world, key, "?search=%25"))).toEqual(["ÜBERSICHT 100%"]);
    expect(titles(await list(world, key, "?search=_"))).toEqual(["Жизнь_сети"]);
    expect(titles(await list(world, key, `?search=${"x".repeat(300)}`))).toEqual([]);
  });

  it("shows the queue's places and estimates, and filters by status", async () => {
    const world = createWorld({}, 1);
    const { key } = await newCaller(world);
    await create(world, key, { title: "Low", priority: "low" });
    world.now += 1_000;
    await create(world, key, { title: "Normal" });
    world.now += 1_000;
    await create(world, key, { title: "Urgent", priority: "urgent" });
    const { reports } = await list(world, key, "?status=queued");
    const places = reports.map((one: { title: string; queue_position: number }) => [
      one.title,
      one.queue_position,
    ]);
    expect(places).toEqual([
      ["Urgent", 1],
      ["Normal", 2],
      ["Low", 3],
    ]);
    // No history: Bee's own 15 minutes for each that comes before.
    expect(reports[2].estimated_completion).toBe("2026-01-20T12:45:02Z");
    expect(titles(await list(world, key, "?status=pending"))).toEqual([]);
    const bad = await world.server.request(`${REPORTS}?status=done`, { key });
    expect([bad.status, (await json(bad)).error]).toEqual([400, "Invalid status: done"]);
  });
});

describe("the estimate", () => {
  const row = (status: string, started_at: number | null) =>
    ({ status, started_at, template_snapshot: { estimated_time_minutes: 15 } }) as DocumentRow;
  const half = Date.parse("2026-01-20T15:30:00Z");
  const figures = { pending: 0, queued: 2, processing: 1, averageSeconds: 450 };

  it("of a queued one counts rounds of workers", () => {
    const standing = standingOf(row("queued", null), figures, 2, 2, half);
    expect(standing).toEqual({ position: 2, completion: "2026-01-20T15:45:00Z" });
    const first = { ...figures, processing: 0, averageSeconds: null };
    expect(standingOf(row("queued", null), first, 1, 2, half).completion).toBe(
      "2026-01-20T15:45:00Z",
    );
  });

  it("of one at work is its start and the average, at least 30 s ahead", () => {
    const soon = standingOf(row("processing", half - 440_000), figures, null, 2, half + 1);
    expect(soon).toEqual({ position: null, completion: "2026-01-20T15:30:31Z" });
    const later = standingOf(row("processing", half - 100_000), figures, null, 2, half);
    expect(later.completion).toBe("2026-01-20T15:35:50Z");
  });

  it("of anything else is none", () => {
    const none = { position: null, completion: null };
    for (const status of ["pending", "completed", "failed", "cancelled"]) {
      expect(standingOf(row(status, half), figures, null, 2, half)).toEqual(none);
    }
  });
});

it("costs few calls and scans no table", async () => {
  const world = createWorld();
  const { key } = await newCaller(world);
  const id = await create(world, key);
  const cost: Record<string, number> = {};
  for (const path of ["", "?search=x&status=queued", `/${id}`, "/queue/status", "/templates"]) {
    const from = world.server.calls.length;
    await world.server.request(`${REPORTS}${path}`, { key });
    const calls = world.server.calls.slice(from);
    cost[path.split("/").at(-1) === id ? "details" : path] = calls.length;
    expect(await tableScans(env.DB, calls, ["wanted"]), path).toEqual([]);
  }
  expect(cost).toEqual({
    "": 2,
    "?search=x&status=queued": 1,
    details: 2,
    "/queue/status": 2,
    "/templates": 1,
  });
});
