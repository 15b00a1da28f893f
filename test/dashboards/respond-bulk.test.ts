import { describe, expect, it } from "vitest";
import { createServer } from "../kit/server.ts";
import { click, createResponder, respondInBulk, storedIn } from "./respond-kit.ts";

const server = createServer();

describe("in bulk", () => {
  it("a bad one stops no other, and is told by its index", async () => {
    const board = await createResponder(server);
    const answer = await respondInBulk(board, [click, { ...click, outcome: "clik" }]);
    expect(answer).toEqual({
      status: 200,
      body: {
        processed: 2,
        succeeded: 1,
        failed: 1,
        errors: [{ index: 1, error: "Unknown outcome: clik" }],
      },
    });
    const bad = await respondInBulk(board, [
      7,
      { ...click, x: 1 },
      { customerId: "c", offerId: "z" },
    ]);
    expect(bad.status).toBe(422);
    expect(bad.body).toMatchObject({ succeeded: 0, failed: 3 });
    expect(bad.body.errors).toEqual([
      { index: 0, error: "must be an object" },
      { index: 1, error: "x is not a known field" },
      { index: 2, error: "outcome is required" },
    ]);
  });

  it("counts a key once, in the call and over calls; without keys each is new", async () => {
    const board = await createResponder(server);
    const keyed = { ...click, idempotencyKey: "k" };
    const first = await respondInBulk(board, [
      keyed,
      { ...keyed, outcome: "convert" },
      click,
      click,
    ]);
    expect(first.body).toMatchObject({ processed: 4, succeeded: 4, failed: 0 });
    expect(await storedIn(board)).toHaveLength(3);
    expect((await respondInBulk(board, [keyed])).body.succeeded).toBe(1);
    const rows = await storedIn(board);
    expect(rows).toHaveLength(3);
    expect(new Set(rows.map(({ outcome }) => outcome))).toEqual(new Set(["click"]));
  });

  it("tries the second of a key when the first is bad", async () => {
    const board = await createResponder(server);
    const keyed = { ...click, idempotencyKey: "k" };
    const { body } = await respondInBulk(board, [{ ...keyed, outcome: "clik" }, keyed]);
    expect(body).toMatchObject({ succeeded: 1, failed: 1 });
    expect(await storedIn(board)).toHaveLength(1);
  });

  it("takes 1 to 1,000, in portions of 50", async () => {
    const board = await createResponder(server);
    expect((await respondInBulk(board, [])).status).toBe(400);
    const many = Array.from({ length: 1_000 }, (_, at) => ({ ...click, idempotencyKey: `k${at}` }));
    expect((await respondInBulk(board, [...many, click])).status).toBe(400);
    const from = server.calls.length;
    expect((await respondInBulk(board, many)).body.succeeded).toBe(1_000);
    expect(server.calls.length - from).toBeLessThanOrEqual(2 * 20 + 1);
    expect(await storedIn(board)).toHaveLength(1_000);
    const { data } = await board.read("type=acceptance_rate");
    expect(data).toMatchObject([{ offerId: "offA", positive: 1_000 }]);
  });
});
