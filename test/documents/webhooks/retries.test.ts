import { afterEach, describe, expect, it, vi } from "vitest";
import { json, REPORTS } from "../world.ts";
import { bring, deliveries, finish, hooked, rowOf, rowsOf } from "./kit.ts";

afterEach(() => vi.restoreAllMocks());

const status = (code: number) => () => new Response("body that nobody reads", { status: code });

describe("a receiver that fails", () => {
  it("is asked again after 30 s, 2 min, 10 min, 1 h, 3 h, 6 h, 12 h, and then no more", async () => {
    const { world, receiver, key, webhook, tenantId } = await hooked();
    receiver.answer = status(500);
    const begun = world.now;
    const { sendWebhookMessages } = world.deps;
    world.deps.sendWebhookMessages = async (messages, delaySeconds = 0) => {
      // Lost on the way, the message is found again by what the row says.
      const { next_attempt_at } = await rowOf(tenantId);
      expect(next_attempt_at).toBe(world.now + delaySeconds * 1_000);
      await sendWebhookMessages(messages, delaySeconds);
    };
    while ((await bring(world)) !== null);
    const times = receiver.calls.map(({ at }) => (at - begun) / 1_000);
    expect(times).toEqual([0, 30, 150, 750, 4_350, 15_150, 36_750, 79_950]);
    const { deliveries: told } = await deliveries(world, key, webhook.id);
    expect(told).toMatchObject([
      { status: "failed", attempt: 8, response_status: 500, error: "Answered 500" },
    ]);
    expect(told[0].next_attempt_at).toBeNull();
    expect(new Set(receiver.calls.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(receiver.calls.map(({ body }) => body)).size).toBe(1);
    const stamps = receiver.calls.map(({ headers }) => Number(headers["webhook-timestamp"]));
    expect(stamps.map((stamp) => stamp - begun / 1_000)).toEqual(times);
  });

  it.each([
    [199, "Answered 199"],
    [301, "Redirects are not followed"],
    [308, "Redirects are not followed"],
    [404, "Answered 404"],
    [429, "Answered 429"],
    [503, "Answered 503"],
  ])("with %i is asked again", async (code, error) => {
    const { world, receiver, tenantId } = await hooked();
    // A Response cannot be made with a status below 200.
    receiver.answer = () =>
      code < 200
        ? Object.defineProperty(new Response(null), "status", { value: code })
        : new Response(null, { status: code, headers: { Location: "https://127.0.0.1/" } });
    await bring(world);
    const expected = { status: "pending", attempt: 1, response_status: code, error };
    expect(await rowOf(tenantId)).toMatchObject(expected);
    expect(receiver.calls).toHaveLength(1);
    expect(world.webhookMessages.map(({ delaySeconds }) => delaySeconds)).toEqual([30]);
  });

  it("with silence is left after ten seconds, with a broken connection at once", async () => {
    const { world, receiver, tenantId } = await hooked();
    const limit = vi.spyOn(AbortSignal, "timeout");
    limit.mockImplementation(() => AbortSignal.abort(new DOMException("late", "TimeoutError")));
    receiver.answer = ({ init }) =>
      init.signal?.aborted ? Promise.reject(init.signal.reason) : new Response(null);
    await bring(world);
    expect(limit).toHaveBeenCalledWith(10_000);
    const silent = { status: "pending", response_status: null };
    expect(await rowOf(tenantId)).toMatchObject({
      ...silent,
      error: "No answer within 10 seconds",
    });
    limit.mockRestore();
    receiver.answer = () => Promise.reject(new Error("TLS says: secret"));
    await bring(world);
    expect(await rowOf(tenantId)).toMatchObject({ ...silent, error: "No connection" });
    expect(world.server.lines.join("\n")).not.toContain("secret");
  });

  it("and then answers is told no more", async () => {
    const { world, receiver, tenantId } = await hooked();
    receiver.answer = () => new Response(null, { status: receiver.calls.length > 2 ? 299 : 500 });
    while ((await bring(world)) !== null);
    expect(receiver.calls).toHaveLength(3);
    expect(await rowOf(tenantId)).toMatchObject({ status: "delivered", attempt: 3, error: null });
  });
});

it("410 switches the webhook off and gives up what it was still to be told", async () => {
  const { world, receiver, key, webhook, tenantId } = await hooked();
  await finish(world, { key });
  receiver.answer = status(410);
  await bring(world);
  await bring(world);
  expect(receiver.calls).toHaveLength(1);
  const errors = (await rowsOf(tenantId)).map((row) => [row.status, row.error] as const);
  expect(errors.toSorted(([, a], [, b]) => String(a).localeCompare(String(b)))).toEqual([
    ["failed", "Answered 410"],
    ["failed", "Webhook disabled"],
  ]);
  const listed = await json(await world.server.request(`${REPORTS}/webhooks`, { key }));
  expect(listed.data.webhooks).toMatchObject([{ id: webhook.id, is_active: false }]);
  await finish(world, { key });
  expect([world.webhookMessages, await rowsOf(tenantId)]).toMatchObject([[], [{}, {}]]);
});
