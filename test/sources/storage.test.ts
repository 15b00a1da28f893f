import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { ingest, remove, rowCounts } from "../kit/ingest.ts";
import { createServer, newTenant } from "../kit/server.ts";

const server = createServer();

const versionOf = (tenantId: string) =>
  env.DB.prepare("SELECT data_version FROM tenant_state WHERE tenant_id = ?")
    .bind(tenantId)
    .first<number>("data_version");

const stored = (tenantId: string, table: string) =>
  env.DB.prepare(`SELECT * FROM ${table} WHERE tenant_id = ?`).bind(tenantId).first();

it("keeps a record as sent: times in UTC, money in ten-thousandths, absent as null", async () => {
  const { id, adminKey: key } = await newTenant(server);
  await ingest(server, key, "interactions", [
    {
      id: "i1",
      customer_id: " c1 ",
      outcome: "convert",
      timestamp: "2026-03-01T01:30:00.123456+02:00",
      conversion_value: 12.34567,
      context: { b: [1, "é"], a: null },
    },
  ]);
  expect(await stored(id, "interactions")).toEqual({
    tenant_id: id,
    id: "i1",
    customer_id: " c1 ",
    offer_id: null,
    creative_id: null,
    channel_id: null,
    outcome: "convert",
    timestamp: Date.parse("2026-02-28T23:30:00.123Z"),
    direction: null,
    conversion_value: 123_457,
    recommendation_id: null,
    rank: null,
    context: '{"b":[1,"é"],"a":null}',
    count: 1,
    day: Date.UTC(2026, 1, 28) / 86_400_000,
  });
});

it("changes nothing for the same record, replaces a changed one, and counts truthfully", async () => {
  const { id, adminKey: key } = await newTenant(server);
  const offer = { id: "o1", name: "Card", status: "active", category_id: "cat" };
  expect((await ingest(server, key, "offers", [offer])).body).toMatchObject({
    stored: 1,
    changed: 1,
  });
  const version = await versionOf(id);
  expect((await ingest(server, key, "offers", [offer])).body).toMatchObject({
    stored: 1,
    changed: 0,
  });
  expect(await versionOf(id)).toBe(version);
  const changed = { id: "o1", name: "Card", status: "paused" };
  expect((await ingest(server, key, "offers", [changed])).body).toMatchObject({ changed: 1 });
  expect(await versionOf(id)).toBe((version ?? 0) + 1);
  expect(await stored(id, "offers")).toMatchObject({
    status: "paused",
    category_id: null,
    priority: 50,
  });
  expect(await rowCounts(server, key)).toMatchObject({ offers: 1 });
});

it("takes the last of several records of a key in one request", async () => {
  const { id, adminKey: key } = await newTenant(server);
  const twice = [
    { id: "a", name: "First" },
    { id: "a", name: "Last" },
  ];
  const { body } = await ingest(server, key, "categories", twice);
  expect(body).toMatchObject({ received: 2, stored: 2, changed: 1 });
  expect(await stored(id, "categories")).toMatchObject({ name: "Last" });
});

it("notes the time of a configuration row's last real change only", async () => {
  const { id, adminKey: key } = await newTenant(server);
  const row = { id: "x", name: "X", status: "active" };
  server.setNow(Date.parse("2026-03-01T00:00:00Z"));
  await ingest(server, key, "experiments", [row]);
  server.setNow(Date.parse("2026-03-02T00:00:00Z"));
  await ingest(server, key, "experiments", [row]);
  expect(await stored(id, "experiments")).toMatchObject({
    updated_at: Date.parse("2026-03-01T00:00:00Z"),
  });
});

it("marks the clock for rows dated ahead and for suppressions that end", async () => {
  const { id, adminKey: key } = await newTenant(server);
  server.setNow(Date.parse("2026-03-01T12:00:00Z"));
  const event = { customer_id: "c", outcome: "click" };
  await ingest(server, key, "interactions", [
    { id: "past", timestamp: "2026-03-01T11:00:00Z", ...event },
    { id: "ahead", timestamp: "2026-03-01T15:00:00Z", ...event },
  ]);
  await ingest(server, key, "suppressions", [
    {
      id: "s",
      customer_id: "c",
      policy_type: "quiet",
      created_at: "2026-02-01T00:00:00Z",
      expires_at: "2026-03-05T00:00:00Z",
    },
  ]);
  const marks = await env.DB.prepare("SELECT at FROM clock_marks WHERE tenant_id = ? ORDER BY at")
    .bind(id)
    .all<{ at: number }>();
  expect(marks.results.map(({ at }) => new Date(at).toISOString())).toEqual([
    "2026-03-01T15:00:00.000Z",
    "2026-03-05T00:00:00.000Z",
  ]);
});

it("stores 10,000 records of a request in several statements, each counted once", async () => {
  const { id, adminKey: key } = await newTenant(server);
  const event = { customer_id: "c", outcome: "click", timestamp: "2026-03-01T10:00:00Z" };
  const records = Array.from({ length: 10_000 }, (_, at) => ({ ...event, id: `e${at}`, count: 2 }));
  expect((await ingest(server, key, "interactions", records)).body).toMatchObject({
    changed: 10_000,
  });
  expect(await rowCounts(server, key)).toMatchObject({ interactions: 10_000 });
  const cells = await env.DB.prepare(
    "SELECT grain, events FROM interaction_days WHERE tenant_id = ?",
  )
    .bind(id)
    .all();
  expect(cells.results.map(({ events }) => events)).toEqual([20_000, 20_000, 20_000]);
});

it("keeps statements under D1's limit with the longest of texts", async () => {
  const { adminKey: key } = await newTenant(server);
  const long = "\u20ac".repeat(10_000);
  const names = ["utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term", "utm_url"];
  const texts = Object.fromEntries(names.map((name) => [name, long]));
  const entry = { created_at: "2026-03-01T10:00:00Z", ...texts };
  const records = Array.from({ length: 40 }, (_, id) => ({ ...entry, id }));
  const from = server.calls.length;
  expect((await ingest(server, key, "form_entries", records)).body).toMatchObject({ changed: 40 });
  const values = server.calls
    .slice(from)
    .flatMap(({ statements }) => statements.flatMap((one) => one.values));
  const bytes = values.map((value) => new TextEncoder().encode(String(value)).length);
  expect(Math.max(...bytes)).toBeLessThan(2_000_000);
});

describe("delete", () => {
  it("removes by key, single or of several fields, and says how many there were", async () => {
    const { adminKey: key } = await newTenant(server);
    await ingest(server, key, "users", [{ id: 1 }, { id: 2 }]);
    const gone = await remove(server, key, "users", [1, 3]);
    expect(gone).toEqual({ status: 200, body: { dataset: "users", received: 2, deleted: 1 } });
    const member = { segment_id: "s", customer_id: "c" };
    await ingest(server, key, "segment_members", [member]);
    expect((await remove(server, key, "segment_members", [member])).body).toMatchObject({
      deleted: 1,
    });
    expect(await rowCounts(server, key)).toMatchObject({ users: 1, segment_members: 0 });
  });

  it.each([
    ["users", "01", "must be a number"],
    ["users", 1.5, "must be a whole number"],
    ["categories", 1, "must be text"],
  ])("refuses a key of %s that no record can have: %j", async (dataset, wrong, message) => {
    const { adminKey: key } = await newTenant(server);
    await ingest(server, key, "users", [{ id: 1 }]);
    const { status, body } = await remove(server, key, dataset, ["ok", wrong].slice(1));
    expect(status).toBe(400);
    expect(body.error.details).toEqual([{ param: "keys.0", message }]);
    expect(await rowCounts(server, key)).toMatchObject({ users: 1 });
  });

  it("takes 1,000 keys and no more", async () => {
    const { adminKey: key } = await newTenant(server);
    const keys = Array.from({ length: 1_001 }, (_, at) => at);
    expect((await remove(server, key, "users", keys.slice(1))).status).toBe(200);
    expect((await remove(server, key, "users", keys)).status).toBe(400);
  });

  it("names the key that it cannot use", async () => {
    const { adminKey: key } = await newTenant(server);
    const { status, body } = await remove(server, key, "segment_members", ["s"]);
    expect(status).toBe(400);
    expect(body.error.details).toEqual([
      { param: "keys.0", message: "must give segment_id and customer_id" },
    ]);
  });
});
