import { env } from "cloudflare:test";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { consumeWebhook } from "#documents";
import { act, create, newCaller, read, REPORTS, work } from "../world.ts";
import {
  bring,
  deliveries,
  finish,
  HOOK,
  hooked,
  receiving,
  register,
  registered,
  rowOf,
} from "./kit.ts";

const status = (code: number) => () => new Response("body that nobody reads", { status: code });

describe("an event", () => {
  it("is told at once, and its receiver can verify it with the standard's own library", async () => {
    const { world, receiver, key } = await (async () => {
      const made = receiving();
      // The library compares with the clock of this machine.
      made.world.now = Date.now();
      return { ...made, ...(await newCaller(made.world)) };
    })();
    const { id: webhookId, secret } = await registered(world, key);
    const documentId = await finish(world, { key });
    expect(world.webhookMessages).toHaveLength(1);
    expect(await bring(world)).toBe(0);
    const [call] = receiver.calls;
    if (!call) throw new Error("nobody called");
    expect([call.url, call.init.method, call.init.redirect]).toEqual([HOOK, "POST", "manual"]);
    expect(call.headers["content-type"]).toBe("application/json");
    const report = await read(world, key, documentId);
    expect(new Webhook(secret).verify(call.body, call.headers)).toEqual({
      type: "report.completed",
      timestamp: report.completed_at,
      data: {
        report_id: documentId,
        title: report.title,
        status: "completed",
        output_format: "pdf",
        file_size_bytes: report.file_size_bytes,
        download_url: `${REPORTS}/${documentId}/download`,
        error_message: null,
        retry_count: 0,
      },
    });
    const other = new Webhook(`whsec_${btoa("x".repeat(32))}`);
    expect(() => other.verify(call.body, call.headers)).toThrow("No matching signature");
    const { deliveries: told } = await deliveries(world, key, webhookId);
    expect(told).toMatchObject([
      {
        type: "report.completed",
        report_id: documentId,
        status: "delivered",
        attempt: 1,
        response_status: 204,
        error: null,
        next_attempt_at: null,
      },
    ]);
    expect(call.headers["webhook-id"]).toBe(`msg_${told[0].event_id}`);
    expect(told[0].delivered_at).toMatch(/Z$/);
    expect(world.webhookMessages).toEqual([]);
  });

  it("goes to webhooks of the document's owner that listen for it, and to no other", async () => {
    const { world, receiver } = receiving();
    const owner = await newCaller(world);
    const stranger = await newCaller(world);
    await registered(world, owner.key, { url: `${HOOK}/all` });
    await registered(world, owner.key, {
      url: `${HOOK}/failed`,
      events: ["report.failed", "report.cancelled"],
    });
    await registered(world, owner.adminKey, { url: `${HOOK}/colleague` });
    await registered(world, stranger.key, { url: `${HOOK}/stranger` });
    await finish(world, owner);
    while ((await bring(world)) !== null);
    expect(receiver.calls.map(({ url }) => url)).toEqual([`${HOOK}/all`]);
    await act(world, owner.key, await create(world, owner.key), "cancel");
    while ((await bring(world)) !== null);
    const cancelled = receiver.calls.slice(1);
    expect(cancelled.map(({ url }) => url).toSorted()).toEqual([`${HOOK}/all`, `${HOOK}/failed`]);
    expect(JSON.parse(cancelled[0]?.body ?? "")).toMatchObject({
      type: "report.cancelled",
      data: { status: "cancelled", download_url: null, file_size_bytes: null },
    });
  });

  it("of a failure is told once it is final", async () => {
    const { world, receiver, key } = await (async () => {
      const made = receiving();
      return { ...made, ...(await newCaller(made.world)) };
    })();
    await registered(world, key);
    world.deps.renderFormat = () => Promise.reject(new Error("Chrome says: secret"));
    await create(world, key);
    for (let tries = 0; tries < 3; tries++) {
      expect(world.webhookMessages).toEqual([]);
      await work(world);
      world.now += 130_000;
    }
    await bring(world);
    expect(receiver.calls.map(({ body }) => JSON.parse(body))).toMatchObject([
      { type: "report.failed", data: { status: "failed", error_message: expect.any(String) } },
    ]);
  });
});

describe("messages that come twice, late or for nothing", () => {
  it("change nothing", async () => {
    const { world, receiver, tenantId } = await hooked();
    receiver.answer = status(500);
    const [first] = world.webhookMessages;
    if (!first) throw new Error("no message");
    await Promise.all([1, 2, 3].map(() => consumeWebhook(world.deps, first.message)));
    expect(receiver.calls).toHaveLength(1);
    expect(world.webhookMessages.map(({ message }) => message.attempt)).toEqual([1, 2]);
    world.webhookMessages.shift();
    await bring(world);
    for (const attempt of [1, 2, 5, 9]) {
      expect(await consumeWebhook(world.deps, { ...first.message, attempt })).toBe(true);
    }
    const foreign = { ...first.message, tenant_id: "another", attempt: 3 };
    expect(await consumeWebhook(world.deps, foreign)).toBe(true);
    expect(receiver.calls).toHaveLength(2);
    receiver.answer = status(200);
    await bring(world);
    await consumeWebhook(world.deps, { ...first.message, attempt: 4 });
    expect(receiver.calls).toHaveLength(3);
    expect(await rowOf(tenantId)).toMatchObject({ status: "delivered", attempt: 3 });
  });

  it.each([null, {}, { v: 2 }, { v: 1, kind: "webhook", tenant_id: "t", delivery_id: "x" }])(
    "are refused when they make no sense: %j",
    async (body) => {
      const { world } = receiving();
      expect(await consumeWebhook(world.deps, body)).toBe(false);
    },
  );
});

describe("where events may go", () => {
  it("is looked at before each attempt", async () => {
    const { world, receiver, tenantId, webhook } = await hooked();
    await env.DB.prepare("UPDATE document_webhooks SET url = ? WHERE id = ?")
      .bind("https://169.254.169.254/", webhook.id)
      .run();
    await bring(world);
    expect(receiver.calls).toEqual([]);
    const error = "The address must be a public address";
    expect(await rowOf(tenantId)).toMatchObject({ status: "failed", response_status: null, error });
  });

  it("is also the own machine, in development", async () => {
    const dataKey = new Uint8Array(32).fill(7);
    const { world, receiver } = receiving({ webhooks: { dataKey, anyAddress: true } });
    const { key } = await newCaller(world);
    const response = await register(world, key, { url: "https://127.1:8443/hook" });
    expect(response.status).toBe(201);
    await finish(world, { key });
    await bring(world);
    expect(receiver.calls.map(({ url }) => url)).toEqual(["https://127.0.0.1:8443/hook"]);
  });
});

it("with another data key nothing leaves unsigned, and with the right one it goes on", async () => {
  const { world, receiver, tenantId } = await hooked();
  const { webhooks } = world.deps;
  for (const dataKey of [new Uint8Array(32).fill(8), undefined]) {
    world.deps.webhooks = { dataKey, anyAddress: false };
    await bring(world);
  }
  expect(receiver.calls).toEqual([]);
  expect(await rowOf(tenantId)).toMatchObject({ attempt: 2, error: "It could not be signed" });
  expect(world.server.lines.join("\n")).toContain("documents.webhook.secret-unreadable");
  world.deps.webhooks = webhooks;
  await bring(world);
  expect(receiver.calls).toHaveLength(1);
});
