import { describe, expect, it } from "vitest";
import { createServer, json } from "../kit/server.ts";
import { type Board, catalogue, createBoard, noon } from "./fixtures.ts";
import { traced } from "./trace-fixtures.ts";

const server = createServer();
const board = await createBoard([catalogue, traced], server);

async function read(path: string, on: Board = board) {
  const response = await server.request(`/api/v1/${path}`, { key: on.key });
  return { status: response.status, body: await json(response) };
}

describe("decision traces", () => {
  it("are listed newest first, without their long lists", async () => {
    const { body } = await read("decision-traces?limit=1");
    expect(body).toEqual({
      traces: [
        {
          id: "t4",
          customerId: "c4",
          requestId: null,
          decisionFlowId: "f1",
          decisionFlowKey: "main",
          channelId: "chE",
          createdAt: noon(1),
          degradedScoring: false,
          totalLatencyMs: 300,
          candidateCount: 3,
          afterQualification: 2,
          afterSuppression: 2,
          afterContactPolicy: 2,
          finalCount: 2,
          selectedOffers: [
            { offerId: "offB", creativeId: null, score: null, rank: 1 },
            { offerId: "offC", creativeId: null, score: null, rank: 2 },
          ],
        },
      ],
      total: 4,
      limit: 1,
      offset: 0,
    });
    const { body: rest } = await read("decision-traces?offset=1");
    expect(rest.traces.map(({ id }: { id: string }) => id)).toEqual(["t3", "t2", "t1"]);
  });

  it("are found by customer and by request", async () => {
    const own = await createBoard([], server);
    const trace = { created_at: noon(1) };
    await own.put({
      decision_traces: [
        { ...trace, id: "a", customer_id: "c1", request_id: "r1" },
        { ...trace, id: "b", customer_id: "c1", request_id: "r2", created_at: noon(2) },
        { ...trace, id: "c", customer_id: "c2", request_id: "r1" },
      ],
    });
    const found = async (query: string) => {
      const { body } = await read(`decision-traces?${query}`, own);
      return [body.traces.map(({ id }: { id: string }) => id).join(""), body.total];
    };
    expect(await found("customerId=c1")).toEqual(["ab", 2]);
    expect(await found("requestId=r1")).toEqual(["ca", 2]);
    expect(await found("customerId=c1&requestId=r1")).toEqual(["a", 1]);
    expect(await found("customerId=C1")).toEqual(["", 0]);
    expect(await found("customerId=&limit=")).toEqual(["cab", 3]);
  });

  it("are told one by one with everything, absent fields included", async () => {
    const own = await createBoard([], server);
    await own.put({
      decision_traces: [
        {
          id: "a/b",
          customer_id: "c",
          created_at: "2026-03-01T00:00:00Z",
          degraded_scoring: true,
          qualification_results: [{ offer_id: "o", passed: true, rule_id: "r" }],
          contact_policy_results: [{ offer_id: "o", blocked: false }],
          scoring_results: [{ offer_id: "o", score: 1 }],
        },
      ],
    });
    const { status, body } = await read("decision-traces/a%2Fb", own);
    expect(status).toBe(200);
    const nothing = null;
    expect(body).toEqual({
      id: "a/b",
      customerId: "c",
      requestId: nothing,
      decisionFlowId: nothing,
      decisionFlowKey: nothing,
      channelId: nothing,
      createdAt: "2026-03-01T00:00:00.000Z",
      degradedScoring: true,
      totalLatencyMs: nothing,
      candidateCount: nothing,
      afterQualification: nothing,
      afterSuppression: nothing,
      afterContactPolicy: nothing,
      finalCount: nothing,
      qualificationResults: [{ offerId: "o", passed: true, ruleId: "r", reason: nothing }],
      contactPolicyResults: [
        { offerId: "o", blocked: false, policyId: nothing, ruleType: nothing, reason: nothing },
      ],
      scoringResults: [
        {
          offerId: "o",
          score: 1,
          propensity: nothing,
          rank: nothing,
          channelId: nothing,
          creativeId: nothing,
          offerName: nothing,
        },
      ],
      selectedOffers: [],
    });
    expect((await read("decision-traces/a%2Fb")).status).toBe(404);
  });

  it.each(["limit=0", "limit=201", "limit=x", "offset=-1"])("refuses %s", async (query) => {
    expect((await read(`decision-traces?${query}`)).status).toBe(400);
  });
});
