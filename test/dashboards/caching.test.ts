import { describe, expect, it } from "vitest";
import { createServer, json } from "../kit/server.ts";
import { catalogue, createBoard, event, noon, NOW, traffic } from "./fixtures.ts";

const server = createServer();
const board = await createBoard([catalogue, traffic], server);
const { get } = board;

describe("caching", () => {
  it("answers 304 to a copy that is still true, and 200 after a write (86)", async () => {
    const { get: ask, put } = await createBoard([catalogue, traffic]);
    const first = await ask("type=daily_trend");
    const etag = first.headers.get("ETag") ?? "";
    expect(etag).toMatch(/^"[\w-]{27}"$/);
    expect(first.headers.get("Cache-Control")).toBe(
      "private, max-age=15, stale-while-revalidate=15",
    );
    expect(first.headers.get("Vary")).toBe("X-API-Key, Authorization, Cookie, Origin");
    for (const sent of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const again = await ask("type=daily_trend", { "If-None-Match": sent });
      expect([sent, again.status, await again.text()]).toEqual([sent, 304, ""]);
      for (const name of ["ETag", "Cache-Control", "Vary"]) {
        expect(again.headers.get(name)).toBe(first.headers.get(name));
      }
    }
    await put({ interactions: [event("new", "c1", { outcome: "impression" })] });
    const after = await ask("type=daily_trend", { "If-None-Match": etag });
    expect([after.status, after.headers.get("ETag") === etag]).toEqual([200, false]);
    expect((await json(after)).data[5].impressions).toBe(101);
  });

  it("keeps the ETag where a write changes nothing", async () => {
    const { get: ask, put } = await createBoard([catalogue, traffic]);
    const etag = async () => (await ask("type=summary")).headers.get("ETag");
    const before = await etag();
    await put(catalogue);
    expect(await etag()).toBe(before);
  });

  it("shares the ETag among equal requests, and among no others", async () => {
    const etag = async (query: string) => (await get(query)).headers.get("ETag");
    expect(await etag("days=30&foo=1")).toBe(await etag("type=summary"));
    expect(await etag("type=daily_trend&days=7&tz=utc")).toBe(await etag("type=daily_trend"));
    expect(await etag("type=daily_trend&tz=europe/berlin")).toBe(
      await etag("type=daily_trend&tz=Europe/Berlin"),
    );
    const others = await Promise.all(
      ["", "&days=8", "&tz=Asia/Tokyo", "&segmentId=segV", "&format=csv", "&compare=previous"].map(
        (rest) => etag(`type=daily_trend${rest}`),
      ),
    );
    expect(new Set(others).size).toBe(others.length);
  });

  it("answers HEAD like GET", async () => {
    const { key } = board;
    const head = await server.request("/api/v1/dashboard-data", { key, method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(head.headers.get("ETag")).toBe((await get("")).headers.get("ETag"));
  });

  it("lets no answer outlive its day, in its zone", async () => {
    const own = await createBoard();
    const age = async (at: string, query = "") => {
      own.server.setNow(Date.parse(at));
      return (await own.get(query)).headers.get("Cache-Control");
    };
    const day = (max: number, stale: number) =>
      `private, max-age=${max}, stale-while-revalidate=${stale}`;
    expect(await age("2026-03-30T23:59:40.500Z")).toBe(day(15, 4));
    expect(await age("2026-03-30T23:59:50.500Z")).toBe(day(9, 0));
    expect(await age("2026-03-30T23:59:59.999Z")).toBe(day(0, 0));
    const berlin = "type=daily_trend&tz=Europe/Berlin";
    expect(await age("2026-03-31T21:59:58.000Z", berlin)).toBe(day(2, 0));
  });

  it("has another ETag after midnight, without a write", async () => {
    const own = await createBoard([catalogue, traffic]);
    const etagAt = async (at: string, query: string) => {
      own.server.setNow(Date.parse(at));
      return (await own.get(query)).headers.get("ETag");
    };
    const query = "type=daily_trend&tz=Asia/Tokyo";
    const noonToday = await etagAt("2026-03-30T12:00:00Z", query);
    expect(await etagAt("2026-03-30T14:59:59.999Z", query)).toBe(noonToday);
    expect(await etagAt("2026-03-30T15:00:00Z", query)).not.toBe(noonToday);
    const utc = await etagAt("2026-03-30T23:59:59.999Z", "type=daily_trend");
    expect(await etagAt("2026-03-31T00:00:00Z", "type=daily_trend")).not.toBe(utc);
  });

  it("counts what lies ahead when the clock reaches it, with a new ETag (E3)", async () => {
    const own = await createBoard([catalogue]);
    const later = "2026-03-30T16:00:00.000Z";
    await own.put({
      interactions: [{ ...event("l", "c", { outcome: "impression" }), timestamp: later }],
      suppressions: [
        { id: "s", customer_id: "c", policy_type: "p", created_at: noon(1), expires_at: later },
      ],
    });
    const seen = async (at: number) => {
      own.server.setNow(at);
      const trend = await own.get("type=daily_trend");
      const policies = await own.get("type=policy_impact");
      const etags = [trend.headers.get("ETag"), policies.headers.get("ETag")];
      const counts = [(await json(trend)).data[6].impressions, (await json(policies)).totalActive];
      return { etags, counts };
    };
    const before = await seen(NOW);
    const just = await seen(Date.parse(later) - 1);
    const after = await seen(Date.parse(later));
    expect([before.counts, just.counts, after.counts]).toEqual([
      [0, 1],
      [0, 1],
      [1, 0],
    ]);
    expect(just.etags).toEqual(before.etags);
    expect(after.etags[0]).not.toBe(before.etags[0]);
    expect(after.etags[1]).not.toBe(before.etags[1]);
  });

  it("shows a model's training when the clock reaches it, with a new ETag", async () => {
    const own = await createBoard();
    const trained = { last_trained_at: "2026-03-30T16:00:00.000Z", auc: 0.8 };
    const model = { id: "m", key: "m", name: "M", model_type: "tree", status: "active" };
    await own.put({ algorithm_models: [{ ...model, ...trained }] });
    const first = await own.get("type=model_metrics_trend&days=7");
    expect((await json(first)).aucTrend).toEqual([]);
    own.server.setNow(Date.parse(trained.last_trained_at));
    const etag = first.headers.get("ETag") ?? "";
    const later = await own.get("type=model_metrics_trend&days=7", { "If-None-Match": etag });
    expect([later.status, (await json(later)).aucTrend]).toEqual([
      200,
      [{ name: "Mar 30", auc: 0.8 }],
    ]);
  });

  it("calls given ends unchanged as time passes, but for what measures the time passed", async () => {
    const own = await createBoard([catalogue, traffic]);
    const ends = "from=2026-03-20&to=2026-03-30";
    const unchanged = async (type: string) => {
      own.server.setNow(NOW);
      const etag = (await own.get(`type=${type}&${ends}`)).headers.get("ETag") ?? "";
      own.server.setNow(NOW + 60_000);
      return (await own.get(`type=${type}&${ends}`, { "If-None-Match": etag })).status === 304;
    };
    expect(await unchanged("acceptance_rate")).toBe(true);
    expect(await unchanged("daily_trend")).toBe(true);
    expect(await unchanged("anomaly_candidates")).toBe(false);
    expect(await unchanged("acceptance_rate&compare=previous")).toBe(false);
  });

  it("does not call a comparison unchanged whose window before has moved on", async () => {
    const own = await createBoard([catalogue, traffic]);
    const before = { ...event("p", "c", { outcome: "impression" }) };
    await own.put({ interactions: [{ ...before, timestamp: "2026-03-22T15:10:00Z" }] });
    const query = "type=acceptance_rate&compare=previous";
    const first = await own.get(query);
    expect((await json(first)).previous.data[0].impressions).toBe(100);
    own.server.setNow(NOW + 600_000);
    const etag = first.headers.get("ETag") ?? "";
    const later = await own.get(query, { "If-None-Match": etag });
    expect(later.status).toBe(200);
    expect((await json(later)).previous.data[0].impressions).toBe(101);
  });
});
