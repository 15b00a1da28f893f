import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { json, newCaller, REPORTS } from "../world.ts";
import { bring, deliveries, finish, HOOK, receiving, register, registered, rowsOf } from "./kit.ts";

const setting = async () => {
  const { world, receiver } = receiving();
  const list = async (key: string) =>
    (await json(await world.server.request(`${REPORTS}/webhooks`, { key }))).data;
  const remove = (key: string, id: string) =>
    world.server.request(`${REPORTS}/webhooks/${id}`, { method: "DELETE", key });
  return { world, receiver, list, remove, ...(await newCaller(world)) };
};

describe("a webhook", () => {
  it("is created with a secret that is told once and kept sealed", async () => {
    const { world, key, list, tenantId } = await setting();
    const response = await register(world, key, { url: "https://EXAMPLE.com/a b", events: null });
    expect(response.status).toBe(201);
    const { success, data } = await json(response);
    const { secret, ...webhook } = data.webhook;
    expect(success).toBe(true);
    expect(webhook).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      url: "https://example.com/a%20b",
      events: ["report.completed", "report.failed", "report.cancelled"],
      is_active: true,
      created_at: "2026-01-20T12:00:00Z",
    });
    expect(Uint8Array.fromBase64(secret.replace(/^whsec_/, ""))).toHaveLength(32);
    expect(await list(key)).toEqual({ webhooks: [webhook], count: 1 });
    await finish(world, { key });
    await bring(world);
    const answers = [await list(key), await deliveries(world, key, webhook.id)];
    const kept = await env.DB.prepare("SELECT * FROM document_webhooks WHERE tenant_id = ?")
      .bind(tenantId)
      .all();
    const everything = JSON.stringify([answers, kept.results, world.server.lines]);
    expect(everything).not.toContain(secret.slice(6, 30));
    expect(everything).not.toContain("whsec_");
  });

  it.each([
    [{ events: [] }, "url is required"],
    [{ url: "" }, "url is required"],
    [{ url: 7 }, "Invalid url: 7"],
    [{ url: "http://example.com" }, "Invalid url: must be an https URL"],
    [{ url: "https://127.1" }, "Invalid url: must be a public address"],
    [{ url: "https://u:p@example.com" }, "Invalid url: must have no credentials and no fragment"],
    [
      { url: `https://example.com/${"a".repeat(2_029)}` },
      "Invalid url: must be at most 2048 characters",
    ],
    [{ url: HOOK, events: [] }, "Invalid events: []"],
    [{ url: HOOK, events: "report.failed" }, "Invalid events: report.failed"],
    [{ url: HOOK, events: ["report.failed", "report.started"] }, "Invalid events: report.started"],
    [{}, "JSON data required"],
  ])("is refused: %j", async (body, error) => {
    const { world, key } = await setting();
    const response = await register(world, key, body);
    expect([response.status, await json(response)]).toMatchObject([400, { success: false, error }]);
  });

  it("is one of five at most, also when six come together; a deleted one makes room", async () => {
    const { world, key, adminKey, list, remove } = await setting();
    const six = await Promise.all(Array.from({ length: 6 }, () => register(world, key)));
    const refused = six.filter(({ status }) => status !== 201);
    expect(refused.map(({ status }) => status)).toEqual([409]);
    expect(await json(refused[0] ?? new Response())).toMatchObject({
      error: "Webhook limit reached (5)",
    });
    expect((await register(world, adminKey)).status).toBe(201);
    const { webhooks, count } = await list(key);
    expect(count).toBe(5);
    await remove(key, webhooks[0].id);
    expect((await register(world, key)).status).toBe(201);
  });

  it("is nobody else's", async () => {
    const { world, key, adminKey, list, remove } = await setting();
    const stranger = await newCaller(world);
    const { id } = await registered(world, key);
    const path = `${REPORTS}/webhooks/${id}/deliveries`;
    for (const other of [adminKey, stranger.key, stranger.adminKey]) {
      const answers = [
        await remove(other, id),
        await world.server.request(path, { key: other }),
        await remove(other, "no-uuid"),
      ];
      for (const answer of answers) {
        expect(answer.status).toBe(404);
        expect(await json(answer)).toMatchObject({ error: "Webhook not found" });
      }
      expect((await list(other)).count).toBe(0);
    }
    expect((await list(key)).count).toBe(1);
  });

  it("is gone when it is deleted, with what it was still to be told", async () => {
    const { world, receiver, key, tenantId, remove, list } = await setting();
    const { id } = await registered(world, key);
    await finish(world, { key });
    const response = await remove(key, id);
    expect([response.status, await json(response)]).toEqual([
      200,
      { success: true, message: "Webhook deleted successfully" },
    ]);
    expect((await remove(key, id)).status).toBe(404);
    expect(await list(key)).toEqual({ webhooks: [], count: 0 });
    await bring(world);
    expect([receiver.calls, await rowsOf(tenantId)]).toEqual([[], []]);
    const { results } = await env.DB.prepare(
      "SELECT action, detail FROM document_audit WHERE tenant_id = ? AND action LIKE 'webhook.%'",
    )
      .bind(tenantId)
      .all();
    const detail = JSON.stringify({ webhook_id: id });
    expect(results).toHaveLength(2);
    expect(results).toEqual(
      expect.arrayContaining([
        { action: "webhook.created", detail },
        { action: "webhook.deleted", detail },
      ]),
    );
  });

  it("cannot be had without a key to seal its secret", async () => {
    const { world, key, list } = await setting();
    world.deps.webhooks = { dataKey: undefined, anyAddress: false };
    const response = await register(world, key);
    expect([response.status, (await list(key)).count]).toEqual([503, 0]);
  });
});

it("deliveries come newest first, in pages", async () => {
  const { world, key } = await setting();
  const { id } = await registered(world, key);
  const documents: string[] = [];
  for (let count = 0; count < 3; count++) {
    documents.unshift(await finish(world, { key }));
    world.now += 1_000;
  }
  const first = await deliveries(world, key, id, "?limit=2");
  const rest = await deliveries(world, key, id, "?limit=2&offset=2");
  const reports = [...first.deliveries, ...rest.deliveries].map(
    ({ report_id }: { report_id: string }) => report_id,
  );
  expect(reports).toEqual(documents);
  expect(first.pagination).toEqual({ total: 3, limit: 2, offset: 0, has_more: true });
  expect(rest.pagination).toEqual({ total: 3, limit: 2, offset: 2, has_more: false });
  expect(first.deliveries[0]).toMatchObject({ status: "pending", attempt: 0 });
  const odd = await deliveries(world, key, id, "?limit=many&offset=-1");
  expect(odd.pagination).toMatchObject({ limit: 50, offset: 0 });
});
