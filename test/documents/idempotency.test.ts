import { env } from "cloudflare:test";
import { expect, it } from "vitest";
import { newKey } from "../kit/server.ts";
import { act, createWorld, json, newCaller, post, wish, work } from "./world.ts";

const headers = { "Idempotency-Key": "k1" };

async function setting() {
  const world = createWorld();
  return { world, ...(await newCaller(world)) };
}

it("repeats the first answer byte for byte, whatever became of the document", async () => {
  const { world, key } = await setting();
  const first = await (await post(world, key, wish(), headers)).text();
  await work(world);
  for (let count = 0; count < 9; count++) await post(world, key);
  const { template_id, title, parameters } = wish();
  const reordered = { title, parameters, template_id };
  const again = await post(world, key, reordered, headers);
  expect([again.status, await again.text()]).toEqual([201, first]);
  expect(again.headers.get("Idempotent-Replayed")).toBe("true");
  expect((await post(world, key)).status).toBe(429);
});

it("refuses another body, and knows users apart", async () => {
  const { world, key, adminKey } = await setting();
  const { data } = await json(await post(world, key, wish(), headers));
  const other = await post(world, key, wish({ title: "Other" }), headers);
  expect([other.status, (await json(other)).error]).toEqual([
    409,
    "Idempotency-Key was used with a different request",
  ]);
  const { key: colleague } = await newKey(world.server, adminKey);
  const theirs = await post(world, colleague, wish(), headers);
  expect(theirs.status).toBe(201);
  expect((await json(theirs)).data.report.id).not.toBe(data.report.id);
});

it("makes one document of requests that come together", async () => {
  const { world, key, tenantId } = await setting();
  const all = await Promise.all(Array.from({ length: 5 }, () => post(world, key, wish(), headers)));
  const created = all.filter(({ status }) => status === 201);
  expect(created.length).toBeGreaterThan(0);
  for (const response of all.filter(({ status }) => status !== 201)) {
    expect(response.status).toBe(409);
    expect(response.headers.get("Retry-After")).toBe("1");
    expect((await json(response)).error).toBe("A request with this Idempotency-Key is in progress");
  }
  const count = env.DB.prepare("SELECT count(*) AS n FROM documents WHERE tenant_id = ?");
  expect(await count.bind(tenantId).first("n")).toBe(1);
  const next = await post(world, key);
  expect(next.headers.get("X-RateLimit-Remaining")).toBe("8");
});

it("answers from the row when the first request died before its answer", async () => {
  const { world, key, tenantId } = await setting();
  const { data } = await json(await post(world, key, wish(), headers));
  await env.DB.prepare("UPDATE document_idempotency SET response = NULL WHERE tenant_id = ?")
    .bind(tenantId)
    .run();
  expect((await post(world, key, wish(), headers)).status).toBe(409);
  world.now += 10_000;
  const again = await post(world, key, wish(), headers);
  expect([again.status, (await json(again)).data.report.id]).toEqual([201, data.report.id]);
});

it("remembers accepted creations only, for a day", async () => {
  const { world, key } = await setting();
  expect((await post(world, key, wish({ priority: "asap" }), headers)).status).toBe(400);
  const first = await json(await post(world, key, wish(), headers));
  await act(world, key, first.data.report.id, "cancel");
  world.now += 86_399_000;
  expect((await post(world, key, wish(), headers)).headers.get("Idempotent-Replayed")).toBe("true");
  world.now += 1_000;
  const later = await json(await post(world, key, wish({ title: "Other" }), headers));
  expect(later.data.report.id).not.toBe(first.data.report.id);
});

it.each(["", "a b", "é", "x".repeat(256)])("refuses the key %j", async (name) => {
  const { world, key } = await setting();
  const response = await post(world, key, wish(), { "Idempotency-Key": name });
  expect([response.status, (await json(response)).error]).toEqual([
    400,
    "Invalid Idempotency-Key: must be 1 to 255 visible ASCII characters",
  ]);
});

it.each([
  ["half a surrogate pair", '"\\ud800"'],
  ["a number beyond all", "1e999"],
])("compares bodies with %s in them", async (_name, value) => {
  const { world, key } = await setting();
  const body = (title: string) =>
    JSON.stringify(wish({ title })).replace(/}$/, `,"context":{"x":[${value}]}}`);
  const first = await post(world, key, body("x"), headers);
  expect(first.status).toBe(201);
  const again = await post(world, key, body("x"), headers);
  expect([again.status, await again.text()]).toEqual([201, await first.text()]);
  expect((await post(world, key, body("y"), headers)).status).toBe(409);
});
