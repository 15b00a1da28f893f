import { env } from "cloudflare:test";
import { expect, it } from "vitest";
import { consumeWebhook, expireDocuments, noteDeadWebhook, sweepWebhooks } from "#documents";
import { claimAttempt } from "../../../src/documents/webhooks/deliveries.repository.ts";
import { tableScans } from "../../kit/query-plans.ts";
import { bring, deliveries, hooked, rowOf, rowsOf } from "./kit.ts";

/** The sweep looks at all tenants: what other tests of this file left is none of this one's. */
const onlyOf = (world: Awaited<ReturnType<typeof hooked>>["world"], tenantId: string) => {
  world.webhookMessages = world.webhookMessages.filter(
    ({ message }) => message.tenant_id === tenantId,
  );
  return world.webhookMessages.map(({ message }) => message.attempt);
};

it("finds an event whose message was never sent", async () => {
  const { world, receiver, tenantId } = await hooked({
    sendWebhookMessages: () => Promise.reject(new Error("the queue is away")),
  });
  expect(world.server.lines.join("\n")).toContain("documents.webhooks.not-announced");
  world.deps.sendWebhookMessages = async (messages) =>
    void world.webhookMessages.push(...messages.map((message) => ({ message, delaySeconds: 0 })));
  world.now += 29_999;
  await sweepWebhooks(world.deps);
  expect(onlyOf(world, tenantId)).toEqual([]);
  world.now += 1;
  await sweepWebhooks(world.deps);
  await sweepWebhooks(world.deps);
  expect(onlyOf(world, tenantId)).toEqual([1, 1]);
  while ((await bring(world)) !== null);
  expect(receiver.calls).toHaveLength(1);
  world.now += 600_000;
  await sweepWebhooks(world.deps);
  expect(onlyOf(world, tenantId)).toEqual([]);
});

it("finds an attempt whose worker died, and makes the next one when it is due", async () => {
  const { world, receiver, tenantId } = await hooked();
  const { id } = await rowOf(tenantId);
  world.webhookMessages = [];
  const claimed = await claimAttempt(world.deps.db, tenantId, id, 1, world.now + 30_000);
  expect(claimed?.attempt).toBe(1);
  world.now += 59_999;
  await sweepWebhooks(world.deps);
  expect(onlyOf(world, tenantId)).toEqual([]);
  world.now += 1;
  await sweepWebhooks(world.deps);
  expect(onlyOf(world, tenantId)).toEqual([2]);
  await bring(world);
  expect(receiver.calls).toHaveLength(1);
  expect(await rowOf(tenantId)).toMatchObject({ status: "delivered", attempt: 2 });
});

it("ends a delivery whose last attempt never came back", async () => {
  const { world, receiver, tenantId } = await hooked();
  world.webhookMessages = [];
  await env.DB.prepare(
    "UPDATE document_webhook_deliveries SET attempt = 7, next_attempt_at = ? WHERE tenant_id = ?",
  )
    .bind(world.now, tenantId)
    .run();
  const { id } = await rowOf(tenantId);
  await claimAttempt(world.deps.db, tenantId, id, 8, world.now + 60_000);
  world.now += 90_000;
  await sweepWebhooks(world.deps);
  expect(onlyOf(world, tenantId)).toEqual([9]);
  await bring(world);
  expect(receiver.calls).toEqual([]);
  expect(await rowOf(tenantId)).toMatchObject({
    status: "failed",
    attempt: 8,
    error: "Its end is not known",
    next_attempt_at: null,
  });
});

it("does not let a worker that comes back late undo what was done since", async () => {
  const { world, receiver, tenantId } = await hooked();
  let answer: (response: Response) => void = () => {};
  receiver.answer = () => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    answer = resolve;
    return promise;
  };
  const slow = bring(world);
  while (receiver.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  receiver.answer = () => new Response(null, { status: 200 });
  world.now += 60_000;
  await sweepWebhooks(world.deps);
  onlyOf(world, tenantId);
  await bring(world);
  answer(new Response(null, { status: 500 }));
  await slow;
  expect(await rowOf(tenantId)).toMatchObject({ status: "delivered", attempt: 2 });
  expect(world.webhookMessages).toEqual([]);
});

it("lets go of dead letters: the row still says what is due", async () => {
  const { world, tenantId } = await hooked();
  const [dead] = world.webhookMessages.splice(0);
  expect(await noteDeadWebhook(world.deps, dead?.message)).toBe(true);
  expect(await noteDeadWebhook(world.deps, { v: 1 })).toBe(false);
  world.now += 30_000;
  await sweepWebhooks(world.deps);
  expect(onlyOf(world, tenantId)).toEqual([1]);
});

it("keeps deliveries for 30 days", async () => {
  const { world, tenantId, key, webhook } = await hooked();
  await bring(world);
  const { created_at } = await rowOf(tenantId);
  world.now = created_at + 30 * 86_400_000 - 1;
  await expireDocuments(world.deps);
  expect((await deliveries(world, key, webhook.id)).deliveries).toHaveLength(1);
  world.now += 1;
  await expireDocuments(world.deps);
  expect(await rowsOf(tenantId)).toEqual([]);
});

it("reads by index: sweep, claim, record, list and the end of a webhook", async () => {
  const { world, receiver, key, webhook } = await hooked();
  receiver.answer = () => new Response(null, { status: 500 });
  await bring(world);
  world.now += 60_000;
  await sweepWebhooks(world.deps);
  receiver.answer = () => new Response(null, { status: 410 });
  while (world.webhookMessages.length > 0) {
    await consumeWebhook(world.deps, world.webhookMessages.shift()?.message);
  }
  await deliveries(world, key, webhook.id, "?limit=5&offset=1");
  const path = `/api/reports/webhooks/${webhook.id}`;
  await world.server.request(path, { method: "DELETE", key });
  const told = world.server.calls.filter(({ statements }) =>
    statements.some(({ sql }) => sql.includes("webhook")),
  );
  expect(told.length).toBeGreaterThan(8);
  expect(await tableScans(env.DB, told)).toEqual([]);
});
