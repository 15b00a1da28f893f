import { describe, expect, it } from "vitest";
import { createServer, json } from "../kit/server.ts";
import { noon } from "./fixtures.ts";
import { click, createResponder, respond, storedIn } from "./respond-kit.ts";

const server = createServer();

describe("what is refused", async () => {
  const board = await createResponder(server);
  await board.put({
    decision_traces: [
      {
        id: "none",
        request_id: "r0",
        customer_id: "c",
        created_at: noon(1),
        selected_offers: null,
      },
    ],
  });
  const good = { ...click, idempotencyKey: "key" };
  const target = { customerId: "c", outcome: "click", idempotencyKey: "key" };

  it.each([
    [{ ...good, customerId: undefined }, 400, [["customerId", "is required"]]],
    [{ ...good, outcome: undefined }, 400, [["outcome", "is required"]]],
    [{ ...good, outcome: "clik" }, 400, [["outcome", "must be one of the allowed values"]]],
    [
      { ...good, outcome: "click", interactionType: "convert" },
      400,
      [["interactionType", /differs/]],
    ],
    [{ ...good, creativeId: "crA1", treatmentId: "crA2" }, 400, [["treatmentId", /differs/]]],
    [
      { ...good, colour: 1, size: 2 },
      400,
      [
        ["colour", /known/],
        ["size", /known/],
      ],
    ],
    [{ ...good, idempotencyKey: undefined }, 400, [["idempotencyKey", /is required.*header/]]],
    [{ ...good, idempotencyKey: "x".repeat(256) }, 400, [["idempotencyKey", /at most 255/]]],
    [{ ...good, timestamp: "2026-03-30T15:05:00.001Z" }, 400, [["timestamp", /5 minutes ahead/]]],
    [{ ...good, timestamp: "2026-03-30T15:00:00" }, 400, [["timestamp", /2026-03-01T10:00:00Z/]]],
    [{ ...good, conversionValue: 1e9 + 1 }, 400, [["conversionValue", /at most/]]],
    [{ ...good, direction: "sideways" }, 400, [["direction", /allowed/]]],
    [{ ...good, context: [1] }, 400, [["context", "must be an object"]]],
    [target, 400, [["offerId", /is required: give creativeId/]]],
    [{ ...target, recommendationId: "r0" }, 400, [["rank", "is required with recommendationId"]]],
    [{ ...target, creativeId: "crZ" }, 404, [["creativeId", "is not known"]]],
    [{ ...target, creativeId: "crA1", offerId: "offZ" }, 404, [["offerId", "is not known"]]],
    [{ ...target, offerId: "offZ" }, 404, [["offerId", "is not known"]]],
    [{ ...target, recommendationId: "rZ", rank: 1 }, 404, [["recommendationId", "is not known"]]],
    [{ ...target, recommendationId: "r0", rank: 1 }, 404, [["rank", "is not known"]]],
  ])("%j: %i", async (body, status, details) => {
    const answer = await respond(board, body);
    expect(answer.status).toBe(status);
    expect(answer.body.error.code).toBe(status === 400 ? "BAD_REQUEST" : "NOT_FOUND");
    expect(answer.body.error.details).toMatchObject(
      details.map(([param, message]) => ({
        param,
        message: typeof message === "string" ? message : expect.stringMatching(message ?? /./),
      })),
    );
    expect(await storedIn(board)).toEqual([]);
  });

  it("names the outcomes there are", async () => {
    const { body } = await respond(board, { ...good, outcome: "clik" });
    expect(body.error.message).toBe("Unknown outcome: clik");
    expect(body.error.details[0].allowed).toContain("click");
  });

  it("takes a time up to five minutes ahead", async () => {
    const other = await createResponder(server);
    const body = { ...good, timestamp: "2026-03-30T17:05:00+02:00" };
    expect((await respond(other, body)).status).toBe(201);
  });

  it("nests a context no deeper than a record's", async () => {
    let context: object = {};
    for (let depth = 0; depth < 101; depth++) context = { context };
    const { status, body } = await respond(board, { ...good, context });
    expect([status, body.error.details[0].param]).toEqual([400, "context"]);
  });

  it.each([
    ["/api/v1/respond", 65 * 1024, "64 KiB"],
    ["/api/v1/respond/bulk", 1025 * 1024, "1 MiB"],
  ])("%s takes no body over its limit", async (path, length, limit) => {
    const response = await server.request(path, { key: board.admin, body: " ".repeat(length) });
    expect([response.status, (await json(response)).error.message]).toEqual([
      413,
      `Body too large (limit ${limit})`,
    ]);
  });
});
