import { describe, expect, it } from "vitest";
import { dashboardTypes } from "#dashboards";
import { createServer, json, newKey } from "../kit/server.ts";
import { catalogue, createBoard, traffic } from "./fixtures.ts";

const server = createServer();
const board = await createBoard([catalogue, traffic], server);
const { get, read } = board;

describe("parameters", () => {
  it("names all types where none fits", async () => {
    const response = await get("type=Summary");
    expect(response.status).toBe(400);
    const { error } = await json(response);
    expect(error).toMatchObject({ code: "BAD_REQUEST", message: "Unknown type: Summary" });
    const allowed = dashboardTypes.map(({ name }) => name);
    expect(error.details).toEqual([
      { param: "type", message: "must be one of the allowed values", allowed },
    ]);
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(response.headers.get("ETag")).toBeNull();
  });

  it.each(["0", "366", "abc", "2.9", "7d", "007", "-1", " 7", "1e2"])(
    "refuses days=%s where it matters (E1)",
    async (days) => {
      const query = `days=${encodeURIComponent(days)}`;
      const response = await get(`type=acceptance_rate&${query}`);
      expect(response.status).toBe(400);
      expect((await json(response)).error.details).toMatchObject([{ param: "days" }]);
      expect((await get(`type=summary&${query}`)).status).toBe(200);
    },
  );

  it("tells every bad parameter at once, with what is allowed (E1)", async () => {
    const response = await get(
      "type=offer_performance_grouped&groupBy=banana&days=0&format=xml&meta=2&compare=next&from=1",
    );
    const { details } = (await json(response)).error;
    expect(details.map(({ param }: { param: string }) => param).toSorted()).toEqual([
      "compare",
      "format",
      "from",
      "groupBy",
      "meta",
    ]);
    expect(details).toContainEqual({
      param: "groupBy",
      message: "must be one of the allowed values",
      allowed: ["channel", "category", "segment"],
    });
  });

  it("takes the first of repeated values, and an empty one for none", async () => {
    expect(await read("type=daily_trend&days=3&days=9")).toEqual(
      await read("type=daily_trend&days=3"),
    );
    expect(await read("type=daily_trend&days=&segmentId=")).toEqual(await read("type=daily_trend"));
    expect(await read("type=offer_performance_grouped&groupBy=")).toMatchObject({
      groupBy: "channel",
    });
  });

  it.each([
    ["type=daily_trend&from=2026-03-01", "to"],
    ["type=daily_trend&to=2026-03-01", "from"],
    ["type=daily_trend&from=2026-03-02&to=2026-03-01", "to"],
    ["type=daily_trend&from=2025-03-01&to=2026-03-02", "to"],
    ["type=daily_trend&from=2026-02-30&to=2026-03-02", "from"],
    ["type=daily_trend&from=2026-03-01T00:00:00&to=2026-03-02", "from"],
    ["type=daily_trend&tz=Mars/Base", "tz"],
    ["type=daily_trend&tz=%2B02:00", "tz"],
    ["type=summary&tz=Europe/Berlin", "tz"],
    ["type=summary&tz=EST5EDT4", "tz"],
  ])("refuses %s (E5)", async (query, param) => {
    const response = await get(query);
    expect([response.status, (await json(response)).error?.details?.[0]?.param]).toEqual([
      400,
      param,
    ]);
  });

  it.each(["utc", "Etc/UTC", "gmt", "ETC/gmt"])("takes tz=%s everywhere (E5)", async (tz) => {
    expect((await get(`type=summary&tz=${tz}`)).status).toBe(200);
  });
});

describe("who may read", () => {
  it.each([
    [[], 200],
    [["read"], 200],
    [["admin"], 200],
    [["ingest"], 403],
    [["write"], 403],
  ] as const)("a key with scopes %j: %i", async (scopes, status) => {
    const { key } = await newKey(server, board.admin, { role: "viewer", scopes: [...scopes] });
    const response = await server.request("/api/v1/dashboard-data?type=nope", { key });
    expect(response.status).toBe(status === 200 ? 400 : status);
    const batch = { key, body: { requests: [{ type: "summary" }] } };
    const many = await server.request("/api/v1/dashboard-data/batch", batch);
    expect(many.status).toBe(status);
  });

  it("another method is refused before anything else", async () => {
    const response = await server.request("/api/v1/dashboard-data", { method: "DELETE" });
    expect([response.status, response.headers.get("Allow")]).toEqual([405, "GET, HEAD"]);
  });
});

describe("the rate limit", () => {
  const limited = async (admitted: number) => {
    const keys: string[] = [];
    const own = createServer({
      dashboardRequests: {
        limit: ({ key }) => Promise.resolve({ success: keys.push(key) <= admitted }),
      },
    });
    return { ...(await createBoard([], own)), keys };
  };

  it("is told with every answer, and counts per credential, a 304 too", async () => {
    const { get: ask, keys } = await limited(2);
    const first = await ask("type=summary");
    const again = await ask("type=summary", { "If-None-Match": first.headers.get("ETag") ?? "" });
    const refused = await ask("type=nope");
    expect([first.status, again.status, refused.status]).toEqual([200, 304, 429]);
    expect((await json(refused)).error.code).toBe("RATE_LIMITED");
    expect(refused.headers.get("Retry-After")).toBe("60");
    for (const { headers } of [first, again, refused]) {
      expect(headers.get("X-RateLimit-Limit")).toBe("600");
      expect(headers.get("X-RateLimit-Policy")).toBe("600;w=60");
    }
    expect(new Set(keys).size).toBe(1);
    const anonymous = await server.request("/api/v1/dashboard-data");
    expect([anonymous.status, anonymous.headers.get("X-RateLimit-Limit")]).toEqual([401, "600"]);
  });

  it("lets callers in where it cannot count, and logs that", async () => {
    const limit = () => Promise.reject(new Error("no counter"));
    const {
      server: own,
      get: ask,
      key,
    } = await createBoard([], createServer({ dashboardRequests: { limit } }));
    expect((await ask("type=summary")).status).toBe(200);
    expect(own.lines.filter((line) => line.includes("dashboards.limit.failed"))).toHaveLength(1);
    const body = { requests: [{ type: "summary" }, { type: "funnel" }] };
    const { results } = await json(
      await own.request("/api/v1/dashboard-data/batch", { key, body }),
    );
    expect(results.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, true]);
  });

  it("counts each item of a batch, and refuses the whole where it refuses the first", async () => {
    const { server: own, key } = await limited(2);
    const requests = [{ type: "summary" }, { type: "funnel" }, { type: "policy_impact" }];
    const ask = () => own.request("/api/v1/dashboard-data/batch", { key, body: { requests } });
    const { results } = await json(await ask());
    expect(results.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, true, false]);
    expect(results[2].error).toMatchObject({ code: "RATE_LIMITED", status: 429 });
    expect((await ask()).status).toBe(429);
  });
});

describe("a bookmark", () => {
  const sessions = () => {
    const own = createServer();
    const constraints: (string | undefined)[] = [];
    const bookmark = "00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683";
    const session: typeof own.deps.db.session = (constraint) => {
      constraints.push(constraint);
      return Object.assign(own.deps.db, { getBookmark: () => bookmark });
    };
    const carrying = createServer({ db: Object.assign(own.deps.db, { session }) });
    return { carrying, constraints, bookmark };
  };

  it("is returned by writes and reads, and names the state that a read must have", async () => {
    const { carrying, constraints, bookmark } = sessions();
    const { key, admin } = await createBoard([], carrying);
    const ask = (headers: Record<string, string>) =>
      carrying.request("/api/v1/dashboard-data", { key, headers });
    const written = await carrying.request("/api/v1/ingest/categories", {
      key: admin,
      body: [{ id: "c", name: "C" }],
    });
    expect(written.headers.get("X-Data-Bookmark")).toBe(bookmark);
    expect((await ask({})).headers.get("X-Data-Bookmark")).toBe(bookmark);
    await ask({ "X-Data-Bookmark": bookmark });
    await ask({ "X-Data-Bookmark": "first-unconstrained" });
    expect(constraints).toEqual(["first-primary", "first-primary", bookmark, "first-primary"]);
  });

  it("may be sent and read by browsers", async () => {
    const response = await server.request("/api/v1/dashboard-data", {
      method: "OPTIONS",
      headers: { Origin: "https://app.example", "Access-Control-Request-Method": "GET" },
    });
    expect(response.headers.get("Access-Control-Allow-Headers")).toContain("X-Data-Bookmark");
    expect(response.headers.get("Access-Control-Expose-Headers")).toContain("X-Data-Bookmark");
  });
});
