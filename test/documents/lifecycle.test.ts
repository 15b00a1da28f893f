import { env } from "cloudflare:test";
import { beforeEach, expect, it } from "vitest";
import { pdfOf } from "./formats/kit.ts";
import {
  BEE,
  create,
  createWorld,
  json,
  newCaller,
  NOON,
  objectsOf,
  post,
  read,
  work,
} from "./world.ts";

// Estimates span tenants: what other tests left would be counted.
beforeEach(() => env.DB.prepare("DELETE FROM documents").run());

it("comes from POST to a stored file, step by step", async () => {
  const world = createWorld();
  const { key, tenantId } = await newCaller(world);
  const response = await post(world, key);
  const created = await json(response);
  expect(response.status, JSON.stringify(created)).toBe(201);
  expect(created).toMatchObject({
    success: true,
    data: {
      report: {
        title: "Segmentation of plant networks",
        status: "queued",
        priority: "normal",
        progress_percentage: 0,
        queue_position: 1,
        created_at: "2026-01-20T12:00:00Z",
        expires_at: "2026-02-19T12:00:00Z",
        template_id: BEE,
        template_name: "Bee Conversational Report",
        scrambling_enabled: true,
        max_retries: 3,
        access_type: "user-owned",
      },
      queue_position: 1,
      estimated_completion: "2026-01-20T12:15:00Z",
    },
  });
  const { id } = created.data.report;
  await work(world);
  const report = await read(world, key, id);
  expect(report).toMatchObject({
    status: "completed",
    progress_percentage: 100,
    queue_position: null,
    estimated_completion: null,
    started_at: "2026-01-20T12:00:00Z",
    completed_at: "2026-01-20T12:00:00Z",
    download_url: `/api/reports/${id}/download`,
    error_message: null,
    pii_detected: true,
    risk_level: "medium",
    result_summary: {
      writer: "fake",
      sections: 3,
      sources: 1,
      pages: null,
      scrambling: { requested: true, applied: true, items: 2, by_type: { EMAIL: 2 } },
      generation_time: 0,
      attempts: 1,
      ignored_parameters: [],
    },
  });
  expect(report.file_size_bytes).toBe(report.result_size_bytes);
  expect(report.result_file_id).toMatch(/^file-[0-9a-f-]{36}$/);
  expect(await objectsOf(tenantId, id)).toEqual(["1/report.md", "1/report.pdf"]);
  const sources = env.DB.prepare(
    "SELECT title, passages_used FROM document_sources WHERE document_id = ?",
  );
  expect(await sources.bind(id).first()).toEqual({ title: "Source", passages_used: 3 });
  expect(world.now).toBe(NOON);
});

it("tells how many pages it has where it has pages", async () => {
  const world = createWorld();
  world.deps.renderFormat = () => Promise.resolve(pdfOf("Segmentation of plant networks", 9, {}));
  const { key } = await newCaller(world);
  const pagesOf = async (output_format: string) => {
    const id = await create(world, key, { output_format });
    await work(world);
    return (await read(world, key, id)).result_summary.pages;
  };
  expect([await pagesOf("pdf"), await pagesOf("md")]).toEqual([9, null]);
});

it("tells its progress while it is made", async () => {
  const seen: number[] = [];
  const world = createWorld();
  const { key } = await newCaller(world);
  const id = await create(world, key);
  const { fire, deliver } = await import("./world.ts");
  await fire(world);
  while (world.messages.length > 0) {
    await deliver(world);
    seen.push((await read(world, key, id)).progress_percentage);
  }
  expect(seen).toEqual([30, 30, 41, 53, 65, 100]);
});

it("is scrambled where its template says so, whatever was asked for, and that is noted", async () => {
  const world = createWorld();
  const { key, tenantId } = await newCaller(world);
  const id = await create(world, key, { scrambling_enabled: false });
  await work(world);
  const { scrambling_enabled: enabled, result_summary: summary } = await read(world, key, id);
  expect([enabled, summary.scrambling]).toMatchObject([true, { requested: false, applied: true }]);
  const notes = env.DB.prepare(
    "SELECT action, actor FROM document_audit WHERE tenant_id = ? ORDER BY action",
  );
  const { generated_by: actor } = await read(world, key, id);
  expect((await notes.bind(tenantId).all()).results).toEqual([
    { action: "document.created", actor },
    { action: "scrambling.off_requested", actor },
  ]);
});
