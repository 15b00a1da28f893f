import { env, runDurableObjectAlarm } from "cloudflare:test";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clientAddress } from "../../src/http/client-address.ts";
import { judge } from "../../src/http/sliding-log.ts";
import { newKey } from "../kit/server.ts";
import {
  create,
  createWorld,
  json,
  newCaller,
  NOON,
  post,
  REPORTS,
  settle,
  wish,
  act,
} from "./world.ts";

const at = (time: string): number => Date.parse(`2026-01-20T${time}Z`);

describe("creations", () => {
  it("are ten an hour and user; only accepted ones count", async () => {
    const world = createWorld();
    const { key, adminKey } = await newCaller(world);
    for (let count = 0; count < 5; count++) {
      expect((await post(world, key, wish({ priority: "asap" }))).status).toBe(400);
    }
    for (let minute = 0; minute < 10; minute++) {
      world.now = at(`12:0${minute}:00`);
      const response = await post(world, key);
      expect(response.status).toBe(201);
      expect(response.headers.get("X-RateLimit-Limit")).toBe("10");
      expect(response.headers.get("X-RateLimit-Remaining")).toBe(String(9 - minute));
      expect(response.headers.get("X-RateLimit-Reset")).toBe("1768914000");
    }
    world.now = at("12:40:10");
    // The limit is told before the fields are looked at, and after the body.
    const refused = await post(world, key, { a: 1 });
    expect(refused.status).toBe(429);
    expect(refused.headers.get("Retry-After")).toBe("1190");
    expect(refused.headers.get("X-RateLimit-Reset")).toBe("1768914000");
    expect(await json(refused)).toEqual({
      success: false,
      error: "Rate limit exceeded",
      code: "RATE_LIMITED",
      limit: 10,
      window_seconds: 3600,
      retry_after: 1190,
    });
    const { key: other } = await newKey(world.server, adminKey);
    expect((await post(world, other)).status).toBe(201);
    world.now = at("13:00:00");
    expect((await post(world, key)).status).toBe(201);
    expect((await post(world, key)).status).toBe(429);
  });

  it("are counted once when eleven come together", async () => {
    const world = createWorld();
    const { key } = await newCaller(world);
    const all = await Promise.all(Array.from({ length: 11 }, () => post(world, key)));
    const accepted = all.filter(({ status }) => status === 201);
    expect([accepted.length, all.find(({ status }) => status !== 201)?.status]).toEqual([10, 429]);
  });

  it("that cannot be queued leave no row, no key and no used slot", async () => {
    const world = createWorld();
    const { key, tenantId } = await newCaller(world);
    await create(world, key);
    const queues = world.deps.queues;
    world.deps.queues = () => ({
      ...queues("default"),
      enqueue: () => Promise.reject(new Error("out of reach")),
    });
    const headers = { "Idempotency-Key": "k1" };
    const failed = await post(world, key, wish(), headers);
    expect([failed.status, await json(failed)]).toEqual([
      500,
      { success: false, error: "Failed to queue report" },
    ]);
    world.deps.queues = queues;
    const count = (table: string) =>
      env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE tenant_id = ?`)
        .bind(tenantId)
        .first("n");
    expect([await count("documents"), await count("document_idempotency")]).toEqual([1, 0]);
    const next = await post(world, key, wish(), headers);
    expect([next.status, next.headers.get("X-RateLimit-Remaining")]).toEqual([201, "8"]);
    expect(next.headers.get("Idempotent-Replayed")).toBeNull();
  });

  it("that were accepted count, also when their answer fails", async () => {
    const world = createWorld();
    const { key } = await newCaller(world);
    const { db } = world.deps;
    const prepare: typeof db.prepare = (sql) => {
      if (sql.includes("averageSeconds")) throw new Error("away");
      return db.prepare(sql);
    };
    world.deps.db = Object.assign({}, db, { prepare });
    expect((await post(world, key)).status).toBe(500);
    world.deps.db = db;
    expect((await post(world, key)).headers.get("X-RateLimit-Remaining")).toBe("8");
  });

  it("are not used up by retries", async () => {
    const world = createWorld();
    const { key } = await newCaller(world);
    world.deps.renderFormat = () => Promise.reject(new Error("never"));
    const id = await create(world, key);
    await settle(world);
    const retried = await act(world, key, id, "retry");
    expect([retried.status, retried.headers.get("X-RateLimit-Limit")]).toEqual([200, null]);
    expect((await post(world, key)).headers.get("X-RateLimit-Remaining")).toBe("8");
  });
});

it("a reservation that nobody confirms is void after a minute", async () => {
  const world = createWorld();
  const bucket = { name: "create", calls: 1, windowMs: 3_600_000 };
  const log = world.deps.rateLimits(bucket, crypto.randomUUID());
  expect((await log.take(NOON, "a", 60_000)).allowed).toBe(true);
  expect((await log.look(NOON + 59_999)).allowed).toBe(false);
  expect((await log.look(NOON + 60_000)).allowed).toBe(true);
  await log.take(NOON + 60_000, "b", 60_000);
  await log.confirm("b");
  expect((await log.look(NOON + 180_000)).allowed).toBe(false);
  await log.release("b");
  expect((await log.look(NOON + 180_000)).allowed).toBe(true);
});

it("a log that nobody uses any more is forgotten", async () => {
  const caller = crypto.randomUUID();
  const world = createWorld();
  const bucket = { name: "list", calls: 1, windowMs: 60_000 };
  await world.deps.rateLimits(bucket, caller).take(NOON, "a");
  const stub = env.RATE_LIMITS.getByName(`list/${caller}`);
  expect(await runDurableObjectAlarm(stub)).toBe(true);
  expect(await runDurableObjectAlarm(stub)).toBe(false);
  expect((await world.deps.rateLimits(bucket, caller).take(NOON, "b")).allowed).toBe(true);
});

it("lists are 100 a minute and user, also refused ones", async () => {
  const world = createWorld();
  const { key } = await newCaller(world);
  const list = (query = "") => world.server.request(`${REPORTS}${query}`, { key });
  const first = await list("?status=nope");
  expect([first.status, first.headers.get("X-RateLimit-Remaining")]).toEqual([400, "99"]);
  await Promise.all(Array.from({ length: 99 }, () => list()));
  const refused = await list();
  expect([refused.status, refused.headers.get("Retry-After")]).toEqual([429, "60"]);
  world.now += 60_000;
  expect((await list()).status).toBe(200);
}, 60_000);

it("downloads are limited before the report is looked for", async () => {
  const world = createWorld();
  const { key } = await newCaller(world);
  const get = (verb: string) =>
    world.server.request(`${REPORTS}/${crypto.randomUUID()}/${verb}`, { key });
  const answers = await Promise.all(Array.from({ length: 25 }, () => get("download")));
  const more = await Promise.all(Array.from({ length: 25 }, () => get("preview")));
  expect(new Set([...answers, ...more].map(({ status }) => status))).toEqual(new Set([404]));
  expect((await get("download")).status).toBe(429);
});

it("the queue's status is limited by client address, IPv6 by its /64", async () => {
  const world = createWorld();
  const from = (address: string) =>
    world.server.request(`${REPORTS}/queue/status`, { headers: { "CF-Connecting-IP": address } });
  const own = `2001:db8:${Math.floor(Math.random() * 65_536).toString(16)}:1`;
  await Promise.all(Array.from({ length: 60 }, (_, n) => from(`${own}::${n + 1}`)));
  expect((await from(`${own}:aaaa::1`)).status).toBe(429);
  expect((await from(`${own.slice(0, -1)}2::1`)).status).toBe(200);
});

it.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:DB8::1", "2001:db8:0:0::/64"],
  ["2001:0db8:0000:0001:aaaa:bbbb:cccc:dddd", "2001:db8:0:1::/64"],
  ["::1", "0:0:0:0::/64"],
  ["", "unknown"],
])("the client %s is %s", (address, caller) => {
  expect(clientAddress(new Headers({ "CF-Connecting-IP": address }))).toBe(caller);
});

it("never allows more calls in any window than the limit", () => {
  const calls = fc.array(fc.nat(20), { maxLength: 60 });
  fc.assert(
    fc.property(calls, fc.integer({ min: 1, max: 5 }), (pauses, limit) => {
      let now = 0;
      const allowed: number[] = [];
      for (const pause of pauses) {
        now += pause;
        const counted = allowed.filter((time) => time > now - 30);
        const verdict = judge(counted, { calls: limit, windowMs: 30 }, now, true);
        if (verdict.allowed) allowed.push(now);
        expect(verdict.remaining).toBe(limit - allowed.filter((time) => time > now - 30).length);
      }
      for (const time of allowed) {
        const within = allowed.filter((other) => other > time - 30 && other <= time);
        expect(within.length).toBeLessThanOrEqual(limit);
      }
    }),
  );
});
