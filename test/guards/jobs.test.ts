import { createExecutionContext, createMessageBatch, env, getQueueResult } from "cloudflare:test";
import { afterEach, expect, it, vi } from "vitest";
import { consumeBatch } from "../../src/jobs.ts";

afterEach(() => vi.restoreAllMocks());

it.each([
  "almanac-generation",
  "almanac-generation-dead",
  "almanac-documents",
  "almanac-documents-dead",
  "almanac-webhooks",
  "almanac-webhooks-dead",
])("notes and lets go of a message on %s that nothing works on", async (queue) => {
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  const message = { id: "m1", timestamp: new Date(), attempts: 1, body: { secret: "canary" } };
  const batch = createMessageBatch(queue, [message]);
  const context = createExecutionContext();
  await consumeBatch(batch, env);
  expect((await getQueueResult(batch, context)).explicitAcks).toEqual(["m1"]);
  expect(lines.join()).toContain('"message_id":"m1"');
  expect(lines.join()).not.toContain("canary");
});
