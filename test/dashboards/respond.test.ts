import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { tableScans } from "../kit/query-plans.ts";
import { createServer, newKey } from "../kit/server.ts";
import { type Board, catalogue, createBoard, noon, NOW } from "./fixtures.ts";
import { click, createResponder, respond, storedIn } from "./respond-kit.ts";

const server = createServer();

const versionOf = (board: Board) =>
  env.DB.prepare("SELECT data_version FROM tenant_state WHERE tenant_id = ?")
    .bind(board.tenantId)
    .first<number>("data_version");

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

describe("one outcome", () => {
  it("is stored as an interaction, counted in its roll-up, and told", async () => {
    const board = await createResponder(server);
    const version = await versionOf(board);
    const { status, body } = await respond(board, {
      ...click,
      idempotencyKey: "k1",
      conversionValue: 12.5,
      context: { page: "home", from: null },
      placementId: "p1",
      attributes: { a: 1 },
    });
    const interactionId = `int_${(await sha256(`${board.tenantId}\nk1`)).slice(0, 32)}`;
    expect([status, body]).toEqual([
      201,
      {
        success: true,
        interactionId,
        offerId: "offA",
        creativeId: "crA1",
        channelId: "chE",
        outcome: "click",
        duplicate: false,
      },
    ]);
    expect(await storedIn(board)).toMatchObject([
      {
        id: interactionId,
        customer_id: "c1",
        offer_id: "offA",
        creative_id: "crA1",
        channel_id: "chE",
        outcome: "click",
        timestamp: NOW,
        direction: "inbound",
        conversion_value: 125_000,
        context: '{"page":"home","from":null,"placementId":"p1","attributes":{"a":1}}',
        count: 1,
      },
    ]);
    expect(await versionOf(board)).toBe((version ?? 0) + 1);
    const { data } = await board.read("type=acceptance_rate");
    expect(data).toMatchObject([{ offerId: "offA", positive: 1 }]);
  });

  it("with a key that was used is told as stored, and changes nothing whatever the body", async () => {
    const board = await createResponder(server);
    const first = await respond(board, { ...click, idempotencyKey: "k1" });
    const [before, version] = [await storedIn(board), await versionOf(board)];
    for (const body of [
      { ...click, idempotencyKey: "k1" },
      { customerId: "other", offerId: "nope", outcome: "clik", idempotencyKey: "k1" },
    ]) {
      expect(await respond(board, body)).toEqual({
        status: 200,
        body: { ...first.body, duplicate: true },
      });
    }
    expect([await storedIn(board), await versionOf(board)]).toEqual([before, version]);
  });

  it("is stored once however many requests race with its key", async () => {
    const board = await createResponder(server);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        respond(board, { ...click, outcome: at % 2 ? "click" : "convert", idempotencyKey: "k" }),
      ),
    );
    const rows = await storedIn(board);
    expect(rows).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body.outcome))).toEqual(
      new Set([rows[0]?.["outcome"]]),
    );
    const { results } = await env.DB.prepare(
      "SELECT outcome, events FROM interaction_days WHERE tenant_id = ? AND grain = 'offer'",
    )
      .bind(board.tenantId)
      .all();
    expect(results).toEqual([{ outcome: rows[0]?.["outcome"], events: 1 }]);
  });

  it("takes the key from the header; the body's wins", async () => {
    const board = await createResponder(server);
    const header = { "Idempotency-Key": "h" };
    const id = async (key: string) =>
      `int_${(await sha256(`${board.tenantId}\n${key}`)).slice(0, 32)}`;
    expect((await respond(board, click, header)).body.interactionId).toBe(await id("h"));
    const both = await respond(board, { ...click, idempotencyKey: "b" }, header);
    expect(both.body.interactionId).toBe(await id("b"));
  });

  it("knows other names of two fields", async () => {
    const board = await createResponder(server);
    const body = { customerId: "c", treatmentId: "crC1", interactionType: "impression" };
    expect((await respond(board, { ...body, idempotencyKey: "k" })).body).toMatchObject({
      offerId: "offC",
      creativeId: "crC1",
      outcome: "impression",
    });
    expect(await storedIn(board)).toMatchObject([{ direction: "outbound" }]);
  });
});

describe("what an outcome is about", () => {
  it.each([
    ["its creative", { creativeId: "crA2" }, ["offA", "crA2", "chP"]],
    ["a deleted creative", { creativeId: "crX1" }, ["offX", "crX1", "chE"]],
    [
      "its creative, for another offer",
      { creativeId: "crA1", offerId: "offB" },
      ["offB", "crA1", "chE"],
    ],
    [
      "its creative before a recommendation and an offer",
      { creativeId: "crA1", recommendationId: "none", rank: 1 },
      ["offA", "crA1", "chE"],
    ],
    ["its offer and channel", { offerId: "offD", channelId: "chZ" }, ["offD", null, "chZ"]],
    ["a deleted offer", { offerId: "offX" }, ["offX", null, null]],
    ["a ranked place", { recommendationId: "ranked", rank: 1 }, ["offB", "crA2", "chP"]],
    ["a listed place", { recommendationId: "listed", rank: 2 }, ["offC", null, "chE"]],
    ["the newest trace", { recommendationId: "twice", rank: 1 }, ["offB", null, null]],
    [
      "a recommendation before an offer",
      { recommendationId: "listed", rank: 1, offerId: "offD" },
      ["offA", null, "chE"],
    ],
  ])("is %s", async (_what, about, [offerId, creativeId, channelId]) => {
    const board = await createResponder(server);
    const trace = (id: string, request_id: string, more: object) => ({
      id,
      request_id,
      customer_id: "c",
      created_at: noon(1),
      ...more,
    });
    await board.put({
      decision_traces: [
        trace("r1", "ranked", {
          channel_id: "chE",
          selected_offers: [
            { offer_id: "offA", rank: 2 },
            { offer_id: "offB", rank: 1, creative_id: "crA2" },
          ],
        }),
        trace("r2", "listed", {
          channel_id: "chE",
          selected_offers: [{ offer_id: "offA" }, { offer_id: "offC" }],
        }),
        trace("r3", "twice", { selected_offers: [{ offer_id: "offA" }], created_at: noon(2) }),
        trace("r4", "twice", { selected_offers: [{ offer_id: "offB" }] }),
      ],
    });
    const body = { customerId: "c", outcome: "click", idempotencyKey: "k", ...about };
    expect(await respond(board, body)).toMatchObject({
      status: 201,
      body: { offerId, creativeId, channelId },
    });
  });
});

it("asks the database twice, and once for a key that was used, without a table scan", async () => {
  const board = await createResponder(server);
  const body = { ...click, idempotencyKey: "k" };
  await respond(board, { ...click, idempotencyKey: "warm" });
  const from = server.calls.length;
  await respond(board, body);
  expect(server.calls.length - from).toBe(2);
  await respond(board, body);
  const calls = server.calls.slice(from);
  expect(calls).toHaveLength(3);
  expect(await tableScans(env.DB, calls, ["r", "e"])).toEqual([]);
});

it.each([
  ["viewer", [], 403],
  ["viewer", ["ingest"], 201],
  ["editor", [], 201],
  ["editor", ["read"], 403],
  ["editor", ["write"], 201],
  ["editor", ["ingest"], 201],
  ["admin", ["admin"], 201],
  ["admin", ["read"], 403],
] as const)("lets role %s with scopes %j post: %i", async (role, scopes, status) => {
  const board = await createResponder(server);
  const { key } = await newKey(server, board.admin, { role, scopes: [...scopes] });
  const body = { ...click, idempotencyKey: "k" };
  expect((await server.request("/api/v1/respond", { key, body })).status).toBe(status);
  const bulk = await server.request("/api/v1/respond/bulk", { key, body: { outcomes: [click] } });
  expect(bulk.status).toBe(status === 201 ? 200 : status);
});

it("knows nothing of another tenant", async () => {
  const [board, other] = [await createResponder(server), await createBoard([], server)];
  const body = { ...click, idempotencyKey: "k" };
  expect((await respond(board, body)).status).toBe(201);
  expect((await respond(other, body)).status).toBe(404);
  await other.put(catalogue);
  expect((await respond(other, body)).status).toBe(201);
});
