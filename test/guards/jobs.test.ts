import { createExecutionContext, createMessageBatch, env, getQueueResult } from "cloudflare:test";
import { afterEach, expect, it, vi } from "vitest";
import { consumeBatch } from "../../src/jobs.ts";

afterEach(() => vi.restoreAllMocks());

/** What is logged of a message that is acknowledged. */
async function consume(queue: string, body: unknown): Promise<string[]> {
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  const batch = createMessageBatch(queue, [{ id: "m1", timestamp: new Date(), attempts: 1, body }]);
  const context = createExecutionContext();
  await consumeBatch(batch, env);
  expect((await getQueueResult(batch, context)).explicitAcks).toEqual(["m1"]);
  return lines;
}

it.each([
  "almanac-generation",
  "almanac-generation-dead",
  "almanac-documents",
  "almanac-documents-dead",
  "almanac-webhooks",
  "almanac-webhooks-dead",
])("notes and lets go of a message on %s that nothing works on", async (queue) => {
  const lines = await consume(queue, { secret: "canary" });
  expect(lines.join()).toContain('"message_id":"m1"');
  expect(lines.join()).not.toContain("canary");
});

it("knows daily runs on the queue of units", async () => {
  const body = { v: 1, kind: "daily-run", date: "2026-04-13", tenant_id: "nobody" };
  expect(await consume("almanac-generation", body)).toEqual([]);
  const [line, ...others] = await consume("almanac-generation-dead", body);
  expect(line).toContain("monitoring.daily-run.dead-lettered");
  expect(others).toEqual([]);
});
