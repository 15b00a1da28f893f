import { describe, expect, it } from "vitest";
import { createServer, json } from "../kit/server.ts";
import { type Board, catalogue, createBoard, noon, NOW } from "./fixtures.ts";
import { traced } from "./trace-fixtures.ts";

const server = createServer();
const board = await createBoard([catalogue, traced], server);

async function read(path: string, on: Board = board) {
  const response = await server.request(`/api/v1/${path}`, { key: on.key });
  return { status: response.status, body: await json(response) };
}

describe("decision health", () => {
  const path = "dashboards/decision-health/summary";

  it("tells calendar days, selected offers, blocked pairs and models", async () => {
    const own = await createBoard([catalogue, traced], server);
    await own.put({
      algorithm_models: [
        {
          id: "m1",
          key: "m1",
          name: "Churn",
          model_type: "gbm",
          status: "active",
          auc: 0.87654321,
        },
        {
          id: "m2",
          key: "m2",
          name: "Buy",
          model_type: "lr",
          status: "draft",
          auc: 0.5,
          last_trained_at: noon(3),
        },
        { id: "m3", key: "m3", name: "No figure", model_type: "lr", status: "active" },
        { id: "m4", key: "m4", name: "Old", model_type: "lr", status: "archived", auc: 1 },
      ],
    });
    expect((await read(`${path}?days=3`, own)).body).toEqual({
      windowDays: 3,
      windowFrom: "2026-03-28T00:00:00.000Z",
      acceptanceTrend: [
        { day: "2026-03-28", accepted: 0, total: 0 },
        { day: "2026-03-29", accepted: 4, total: 4 },
        { day: "2026-03-30", accepted: 0, total: 0 },
      ],
      perOfferAcceptance: [
        { offerId: "offB", count: 3 },
        { offerId: "offA", count: 1 },
        { offerId: "offC", count: 1 },
      ],
      modelAucTrend: [
        { modelId: "m2", modelName: "Buy", modelType: "lr", auc: 0.5, updatedAt: noon(3) },
        {
          modelId: "m1",
          modelName: "Churn",
          modelType: "gbm",
          auc: 0.8765,
          updatedAt: new Date(NOW).toISOString(),
        },
      ],
      fairnessAuditCount: null,
      contactPolicyHits: 1,
      engagementMultiplier: null,
      scenarioForecast: null,
      meta: {
        tracesScanned: 4,
        modelsScanned: 3,
        notMeasured: ["fairnessAuditCount", "engagementMultiplier", "scenarioForecast"],
      },
    });
  });

  it("leaves out what lies after now, until it comes", async () => {
    const own = await createBoard([], server);
    const trace = {
      customer_id: "c",
      contact_policy_results: [{ offer_id: "o", blocked: true }],
      selected_offers: [{ offer_id: "p" }],
    };
    await own.put({
      decision_traces: [
        { ...trace, id: "then", created_at: "2026-03-30T15:00:00Z" },
        { ...trace, id: "later", created_at: "2026-03-30T15:00:01Z" },
      ],
    });
    const summary = async () => {
      const { body } = await read(`${path}?days=1`, own);
      return [body.acceptanceTrend[0].accepted, body.perOfferAcceptance, body.contactPolicyHits];
    };
    expect(await summary()).toEqual([1, [{ offerId: "p", count: 1 }], 1]);
    server.setNow(NOW + 1_000);
    expect(await summary()).toEqual([2, [{ offerId: "p", count: 2 }], 2]);
    server.setNow(NOW);
  });

  it.each(["0", "91", "x", "1.5", "-1"])("refuses days=%s", async (days) => {
    const { status, body } = await read(`${path}?days=${days}`);
    expect([status, body.error.details]).toEqual([
      400,
      [{ param: "days", message: "must be a whole number from 1 to 90" }],
    ]);
  });
});

describe("the decision pipeline", () => {
  const path = "dashboards/decision-pipeline";

  it("tells stages, what each filtered, and durations", async () => {
    expect((await read(`${path}?windowHours=48`)).body).toEqual({
      windowHours: 48,
      traceCount: 4,
      durationMs: { p50: 50, p95: 300, p99: 300 },
      funnel: [
        { stage: "Initial Candidates", avg: 2.5 },
        { stage: "After Qualification", avg: 2.25 },
        { stage: "After Suppression", avg: 2.25 },
        { stage: "After Contact Policy", avg: 2 },
        { stage: "After Scoring", avg: 2 },
      ],
      filterRates: { qualification: 0.1, suppression: 0.1, contactPolicy: 0.2, scoring: 0.2 },
    });
  });

  it("is all zeros without traces", async () => {
    const { body } = await read(path);
    expect(body).toMatchObject({
      windowHours: 24,
      traceCount: 0,
      durationMs: { p50: 0, p95: 0, p99: 0 },
      filterRates: { qualification: 0, suppression: 0, contactPolicy: 0, scoring: 0 },
    });
    expect(body.funnel.map(({ avg }: { avg: number }) => avg)).toEqual([0, 0, 0, 0, 0]);
  });

  it("compares only traces that carry both figures", async () => {
    const own = await createBoard([], server);
    const trace = { customer_id: "c", created_at: noon(0, 10) };
    await own.put({
      decision_traces: [
        { ...trace, id: "both", candidate_count: 10, after_qualification: 4 },
        { ...trace, id: "start", candidate_count: 100 },
        { ...trace, id: "end", after_qualification: 3, scoring_results: [] },
      ],
    });
    const { body } = await read(path, own);
    expect(body.filterRates.qualification).toBe(0.6);
    expect(body.funnel.slice(0, 2).map(({ avg }: { avg: number }) => avg)).toEqual([55, 3.5]);
  });

  it("has no ETag, for its window slides", async () => {
    const { headers } = await server.request(`/api/v1/${path}`, { key: board.key });
    expect([headers.get("ETag"), headers.get("Cache-Control")]).toEqual([
      null,
      "private, max-age=15",
    ]);
  });

  it.each(["0", "169", "two"])("refuses windowHours=%s", async (hours) => {
    expect((await read(`${path}?windowHours=${hours}`)).status).toBe(400);
  });
});
