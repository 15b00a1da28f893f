import { describe, expect, it } from "vitest";
import { json } from "../kit/server.ts";
import { catalogue, createBoard, traffic } from "./fixtures.ts";

const board = await createBoard([catalogue, traffic]);
const { read } = board;

describe("batch", () => {
  const send = (requests: unknown) =>
    board.server.request("/api/v1/dashboard-data/batch", { key: board.key, body: { requests } });

  it("answers each item as a request of its own would be", async () => {
    const types = ["daily_trend", "acceptance_rate", "summary", "revenue_trend"];
    const response = await send(
      types.map((type) => ({ id: type, type, days: 9, segmentId: "segV" })),
    );
    expect([response.status, response.headers.get("Cache-Control")]).toEqual([200, "no-store"]);
    const { results } = await json(response);
    for (const [at, type] of types.entries()) {
      const data = await read(`type=${type}&days=9&segmentId=segV`);
      expect(results[at]).toEqual({ id: type, ok: true, data });
    }
  });

  it("fails each item for itself (E6)", async () => {
    const { results } = await json(
      await send([
        { days: "0", type: "daily_trend" },
        {},
        { type: "funnel", format: "csv" },
        { type: "daily_trend", days: true },
        { type: "nope" },
      ]),
    );
    expect(results.map(({ id, ok }: { id: string; ok: boolean }) => [id, ok])).toEqual([
      ["0", false],
      ["1", true],
      ["2", false],
      ["3", false],
      ["4", false],
    ]);
    expect(results[0].error).toEqual({
      code: "BAD_REQUEST",
      message: "Invalid parameters",
      status: 400,
      details: [{ param: "days", message: "must be a whole number from 1 to 365" }],
    });
    expect(results[2].error.details).toMatchObject([{ param: "format" }]);
    expect(results[3].error.details).toMatchObject([{ param: "days" }]);
    expect(results[4].error.message).toBe("Unknown type: nope");
  });

  it.each([
    ["no item", []],
    ["21 items", Array.from({ length: 21 }, () => ({}))],
    ["equal ids", [{ id: "a" }, { id: "a" }]],
    ["an id equal to another's index", [{ id: "1" }, {}]],
    ["an empty id", [{ id: "" }]],
    ["a list instead of an item", [[]]],
  ])("refuses %s (E6)", async (_what, requests) => {
    expect((await send(requests)).status).toBe(400);
  });

  it("computes equal items once, and reads all in one call", async () => {
    const { server } = board;
    const from = server.calls.length;
    const one = { type: "daily_trend", days: 5 };
    const { results } = await json(await send([one, { ...one, days: "5" }, { type: "funnel" }]));
    expect(results[0].data).toEqual(results[1].data);
    const calls = server.calls.slice(from);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.statements).toHaveLength(3);
  });
});
