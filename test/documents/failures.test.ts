import { env } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { DocumentError } from "../../src/documents/document-error.ts";
import { eventsOf, listen, setting } from "./transitions-kit.ts";
import { act, create, json, objectsOf, read, settle, sweep, work } from "./world.ts";

// Places span tenants: what other tests left would be counted.
beforeEach(() => env.DB.prepare("DELETE FROM documents").run());

describe("T6, T7: failed attempts", () => {
  it("are repeated by themselves and end in one event; a retry begins anew", async () => {
    const { world, key, tenantId, generator } = await setting();
    world.now = Date.parse("2026-01-20T12:05:00Z");
    const { renderFormat } = world.deps;
    world.deps.renderFormat = () => Promise.reject(new DocumentError("RENDER_UNAVAILABLE"));
    const id = await create(world, key);
    await listen(tenantId, (await read(world, key, id)).generated_by);
    await work(world);
    expect(await read(world, key, id)).toMatchObject({
      status: "queued",
      progress_percentage: 0,
      error_message: null,
      started_at: null,
      queue_position: 1,
    });
    expect(world.disk.alarmAt).toBe(Date.parse("2026-01-20T12:05:30Z"));
    world.now = Date.parse("2026-01-20T12:09:00Z");
    await work(world);
    expect(world.disk.alarmAt).toBe(Date.parse("2026-01-20T12:11:00Z"));
    world.now = Date.parse("2026-01-20T12:11:00Z");
    await work(world);
    expect(await read(world, key, id)).toMatchObject({
      status: "failed",
      error_message: "RENDER_UNAVAILABLE: The renderer was not available.",
      completed_at: "2026-01-20T12:11:00Z",
      progress_percentage: 70,
      retry_count: 0,
    });
    expect((await eventsOf(tenantId)).map(({ type }) => type)).toEqual(["report.failed"]);
    const written = generator.calls.filter((call) => call !== "compose");
    expect(written).toEqual(["collect", "outline", "write-0", "write-1", "write-2"]);
    const retried = await act(world, key, id, "retry");
    expect(await json(retried)).toEqual({
      success: true,
      report_id: id,
      status: "queued",
      message: "Report requeued for processing",
      data: { queue_position: 1, estimated_completion: "2026-01-20T12:26:00Z" },
    });
    expect(await read(world, key, id)).toMatchObject({
      status: "queued",
      retry_count: 1,
      started_at: null,
      completed_at: null,
      error_message: null,
      progress_percentage: 0,
    });
    world.deps.renderFormat = renderFormat;
    generator.calls = [];
    await work(world);
    expect(generator.calls).toEqual([
      "collect",
      "outline",
      "write-0",
      "write-1",
      "write-2",
      "compose",
    ]);
    expect(await read(world, key, id)).toMatchObject({ status: "completed", retry_count: 1 });
    expect((await objectsOf(tenantId, id)).filter((name) => name.startsWith("4/"))).toHaveLength(2);
    // The leavings of the first run go when nobody can be at them any more.
    world.now += 15 * 60_000;
    await sweep(world);
    expect(await objectsOf(tenantId, id)).toEqual(["4/report.md", "4/report.pdf"]);
  });

  it("by permanent errors are final, and three manual retries are allowed", async () => {
    const { world, key, generator } = await setting();
    generator.before = () => {
      throw new DocumentError("HONEY_JAR_GONE");
    };
    const id = await create(world, key);
    for (let retry = 0; retry <= 3; retry++) {
      await work(world);
      expect(await read(world, key, id)).toMatchObject({
        status: "failed",
        retry_count: retry,
        error_message: "HONEY_JAR_GONE: The honey jar no longer exists.",
      });
      const response = await act(world, key, id, "retry");
      expect(response.status).toBe(retry < 3 ? 200 : 400);
      if (retry === 3) expect((await json(response)).error).toBe("Report cannot be retried");
    }
  });

  it("of two retries at once, one is taken", async () => {
    const { world, key, generator } = await setting();
    generator.before = () => {
      throw new DocumentError("CONTENT_REFUSED");
    };
    const id = await create(world, key);
    await work(world);
    const both = await Promise.all([act(world, key, id, "retry"), act(world, key, id, "retry")]);
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 400]));
  });

  it("with what nobody foresaw say so without saying what", async () => {
    const { world, key, generator } = await setting();
    generator.before = () => {
      throw new Error("secret: alm_canary of jane@example.com");
    };
    const id = await create(world, key);
    await settle(world);
    expect((await read(world, key, id)).error_message).toBe(
      "INTERNAL: An internal error occurred.",
    );
    const logged = world.server.lines.join("\n");
    expect(logged).toContain("documents.step.failed");
    expect(logged).not.toMatch(/canary|jane/);
  });

  it("that lost a placeholder write their sections anew", async () => {
    const { world, key, generator } = await setting();
    let failing = true;
    generator.before = (step) => {
      if (step !== "compose" || !failing) return;
      failing = false;
      throw new DocumentError("PII_TOKEN_LEFT");
    };
    await create(world, key);
    await settle(world);
    expect(generator.calls.filter((call) => call.startsWith("write"))).toHaveLength(6);
    expect(generator.calls.filter((call) => call === "collect")).toHaveLength(1);
  });

  it("end after half an hour, though each single one could be repeated", async () => {
    const { world, key, generator } = await setting();
    generator.before = (step) => {
      if (step === "write-0") world.now += 1_800_000;
    };
    const id = await create(world, key);
    await settle(world);
    expect((await read(world, key, id)).error_message).toBe(
      "TIMEOUT: The report took longer than 30 minutes.",
    );
  });

  it("are too large above 25 MiB", async () => {
    const { world, key } = await setting();
    world.deps.renderFormat = () => Promise.resolve(new Uint8Array(25 * 1024 * 1024 + 1));
    const id = await create(world, key);
    await settle(world);
    expect((await read(world, key, id)).error_message).toBe(
      "TOO_LARGE: The document exceeds 25 MiB.",
    );
  });
});
