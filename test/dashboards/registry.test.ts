import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createDashboardRoutes, dashboardTypes } from "#dashboards";
import {
  type AppEnv,
  createErrorHandler,
  describeApp,
  requestContext,
  standardSurface,
} from "#http";
import type { Deps } from "../../src/composition.ts";
import { tableOf } from "../../src/dashboards/csv-table.ts";
import { defineDashboardType, planOf } from "../../src/dashboards/dashboard-type.ts";
import { createServer, json } from "../kit/server.ts";
import { catalogue, createBoard, traffic } from "./fixtures.ts";

const files = Object.keys(import.meta.glob("../../src/dashboards/types/*.ts"));
const REQUIRED: Record<string, string> = { why_not_ranked: "&offerId=offA" };

it("has a file for every type, and a line for every file", () => {
  const named = dashboardTypes.map(({ name }) => name.replaceAll("_", "-")).toSorted();
  expect(files.map((file) => file.replace(/.*\/(.*)\.ts/, "$1")).toSorted()).toEqual(named);
});

describe.each(dashboardTypes)("$name", ({ name, response, segment, window }) => {
  const query = `type=${name}${REQUIRED[name] ?? ""}`;

  it("answers in exactly its shape, with data and without, in any form", async () => {
    const offers = { offers: catalogue["offers"] ?? [] };
    for (const data of [[offers], [catalogue, traffic]]) {
      const { read, get } = await createBoard(data);
      const answer = await read(query);
      expect(JSON.stringify(response.parse(answer))).toBe(JSON.stringify(answer));
      const csv = await (await get(`${query}&format=csv`)).text();
      const lengths = csv
        .trimEnd()
        .split("\r\n")
        .map((line) => line.split(",").length);
      expect(new Set(lengths).size).toBe(1);
      expect((await get(`${query}&compare=previous&meta=1`)).status).toBe(200);
      expect((await get(`${query}&compare=previous&format=csv`)).status).toBe(200);
    }
  });

  it("looks at segments and windows only as it says", async () => {
    const { get, read } = await createBoard([catalogue, traffic]);
    const warned = await read(`${query}&segmentId=nope`);
    expect("warning" in warned).toBe(segment);
    const expected = ["none", "fixed7"].includes(window) ? 200 : 400;
    expect((await get(`${query}&days=0`)).status).toBe(expected);
    expect((await get(`${query}&from=2026-03-01`)).status).toBe(expected);
  });
});

const trendOf = (days: number) =>
  Array.from({ length: days }, (_, at) => ({ name: `Mar ${31 - days + at}` }));
const PERIOD = { days: 7, since: "2026-03-23T00:00:00.000Z" };
const stage = (label: string) => ({ label, count: 0 });

const EMPTY = new Map<string, object>([
  ["acceptance_rate", { data: [], total: 0, period: PERIOD }],
  ["offer_performance", { data: [] }],
  ["channel_effectiveness", { data: [] }],
  ["budget_burn", { data: [] }],
  [
    "funnel",
    { stages: ["Total Offers", "Active Offers", "With Creatives", "Creatives"].map(stage) },
  ],
  ["attribution_summary", { data: [], totalConversions: 0 }],
  ["daily_trend", { data: trendOf(7).map((row) => ({ ...row, impressions: 0, conversions: 0 })) }],
  ["model_metrics_trend", { aucTrend: [], featureImportance: [], modelCount: 0, modelName: null }],
  ["latency_trend", { data: [], hasRealData: false }],
  ["offer_performance_grouped", { groups: [], groupBy: "channel" }],
  [
    "revenue_trend",
    { data: trendOf(7).map((row) => ({ ...row, revenue: 0 })), hasRealData: false },
  ],
  ["policy_impact", { data: [], totalActive: 0 }],
  [
    "summary",
    {
      activeOffers: 0,
      activeChannels: 0,
      activeExperiments: 0,
      totalJourneys: 0,
      activeTriggers: 0,
      pendingApprovals: 0,
    },
  ],
  [
    "score_distribution",
    {
      data: Array.from({ length: 10 }, (_, at) => ({
        name: `${(at / 10).toFixed(1)}-${((at + 1) / 10).toFixed(1)}`,
        count: 0,
      })),
      totalScores: 0,
      hasRealData: false,
      groupBy: null,
      dimensionBuckets: [],
    },
  ],
  ["degraded_scoring", { degradedCount: 0, totalCount: 0, days: 7, hasData: false }],
  ["selection_frequency", { data: [], totalTraces: 0, period: PERIOD }],
  [
    "why_not_ranked",
    {
      offerId: "offA",
      offerName: "Alpha",
      timesEligible: 0,
      timesSelected: 0,
      missRate: 0,
      missReasons: {
        scoredTooLow: 0,
        filteredByContactPolicy: 0,
        filteredByQualification: 0,
        beatenBy: [],
      },
      rankDistribution: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      avgScore: 0,
      period: PERIOD,
      sampleSize: 0,
      sampleCap: 1000,
    },
  ],
  [
    "anomaly_candidates",
    { data: [], period: { currentDays: 7, baselineDays: 7, since: PERIOD.since } },
  ],
]);

it.each([...EMPTY])("%s of an empty tenant is its empty answer (E8)", async (name, expected) => {
  // A question about an offer needs one.
  const offer = { id: "offA", name: "Alpha", status: "draft" };
  const { read } = await createBoard(name === "why_not_ranked" ? [{ offers: [offer] }] : []);
  expect(JSON.stringify(await read(`type=${name}${REQUIRED[name] ?? ""}`))).toBe(
    JSON.stringify(expected),
  );
});

it("tells the empty answer of every type", () => {
  expect([...EMPTY.keys()].toSorted()).toEqual(dashboardTypes.map(({ name }) => name).toSorted());
});

const any = (name: string): [string, unknown] => [name, expect.anything()];

describe("a type that is only a definition", () => {
  const row = z.strictObject({ channelId: z.string(), traffic: z.int() });
  const busiest = defineDashboardType({
    name: "busiest_channels",
    about: "Channels by events.",
    window: "days",
    segment: false,
    params: z.object({ limit: z.enum(["1", "5"]).default("5").describe("How many.") }),
    response: z.strictObject({ data: z.array(row) }),
    plan: ({ tenantId }, { limit }) =>
      planOf(
        [
          sql`SELECT channel_id AS channelId, sum(events) AS traffic FROM interaction_days
            WHERE tenant_id = ${tenantId} AND grain = 'channel' GROUP BY 1 ORDER BY 2 DESC LIMIT ${Number(limit)}`,
        ],
        (data: z.output<typeof row>[]) => ({ data }),
      ),
    csv: ({ data }) => tableOf(row, data),
    compare: {
      rows: ({ data }) => data.map((one) => ({ key: one.channelId, row: one })),
      fields: { traffic: 0 },
    },
  });
  const server = createServer();
  const app = new Hono<AppEnv<Deps>>()
    .use(async (c, next) => {
      c.set("deps", server.deps);
      await next();
    })
    .use(requestContext)
    .route("/data", createDashboardRoutes([busiest]));
  app.onError(createErrorHandler([{ prefix: "/", surface: standardSurface }]));

  const ask = async (query: string, init: RequestInit = {}) => {
    const { admin } = await createBoard([catalogue, traffic], server);
    const headers = { "X-API-Key": admin, "Content-Type": "application/json" };
    return app.request(`/data${query}`, { ...init, headers });
  };
  const DATA = [
    { channelId: "chE", traffic: 214 },
    { channelId: "chP", traffic: 45 },
  ];

  it("gets validation, batch, CSV, comparison and caching", async () => {
    const response = await ask("?type=busiest_channels");
    expect(await json(response)).toEqual({ data: DATA });
    expect(response.headers.get("ETag")).toMatch(/^"/);
    const bad = await json(await ask("?type=busiest_channels&limit=2&days=0"));
    expect(bad.error.details).toMatchObject([{ param: "limit", allowed: ["1", "5"] }, {}]);
    expect((await json(await ask(""))).error.details[0].allowed).toEqual(["busiest_channels"]);
    const csv = await ask("?type=busiest_channels&format=csv&compare=previous&limit=1");
    expect(await csv.text()).toBe(
      "channelId,traffic,trafficPrevious,trafficAbs,trafficPct\r\nchE,214,214,0,0\r\n",
    );
    const body = JSON.stringify({ requests: [{ type: "busiest_channels", limit: 1 }] });
    const { results } = await json(await ask("/batch", { method: "POST", body }));
    expect(results).toEqual([{ id: "0", ok: true, data: { data: DATA.slice(0, 1) } }]);
  });

  it("is described", async () => {
    const described = z
      .object({
        paths: z.record(z.string(), z.record(z.string(), z.looseObject({}))),
        components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
      })
      .parse(await describeApp(app));
    const { parameters } = z
      .object({ parameters: z.array(z.looseObject({ name: z.string(), schema: z.unknown() })) })
      .parse(described.paths["/data"]?.["get"]);
    expect(parameters.find(({ name }) => name === "limit")).toMatchObject({
      description: "How many.",
      schema: { enum: ["1", "5"], default: "5" },
    });
    expect(parameters.find(({ name }) => name === "days")?.schema).toMatchObject({ maximum: 365 });
    expect(parameters.map(({ name }) => name)).not.toContain("segmentId");
    const shape = (name: string, required: string[], others: string[]) => ({
      [name]: { required, properties: Object.fromEntries([...required, ...others].map(any)) },
    });
    expect(described.components.schemas).toMatchObject({
      ...shape("DashboardBusiestChannels", ["data"], ["previous", "meta"]),
      ...shape("DashboardBusiestChannelsBefore", ["data"], []),
      ...shape("DashboardChange", ["abs", "pct"], []),
    });
    expect(JSON.stringify(described.components.schemas["DashboardBusiestChannels"])).toContain(
      '"delta":{"type":"object","properties":{"traffic"',
    );
  });
});
