import { describe, expect, it } from "vitest";
import { createServer, json } from "../kit/server.ts";
import { type Board, catalogue, createBoard } from "./fixtures.ts";

const server = createServer();
const board = await createBoard([catalogue], server);

async function read(path: string, on: Board = board) {
  const response = await server.request(`/api/v1/${path}`, { key: on.key });
  return { status: response.status, body: await json(response) };
}

describe("catalogue lists", () => {
  const names = async (path: string, on?: Board) => {
    const { body } = await read(path, on);
    return [body.data.map(({ name }: { name: string }) => name), body.pagination.total];
  };

  it("are pages by name, without deleted ones", async () => {
    expect((await read("offers?limit=1")).body).toEqual({
      data: [{ id: "offA", name: "Alpha Card", status: "active" }],
      pagination: { total: 4, limit: 1, offset: 0 },
    });
    expect(await names("offers?offset=2")).toEqual([["Delta Plan", "Gamma Save"], 4]);
  });

  it("filter by status and part of the name, whatever the case of ASCII letters", async () => {
    expect(await names("offers?status=active")).toEqual([["Alpha Card", "Beta Loan"], 2]);
    expect(await names("offers?q=A%20C")).toEqual([["Alpha Card"], 1]);
    expect(await names("offers?q=a_c")).toEqual([[], 0]);
    expect(await names("offers?q=%25")).toEqual([[], 0]);
    expect(await names("offers?status=&q=")).toEqual([
      ["Alpha Card", "Beta Loan", "Delta Plan", "Gamma Save"],
      4,
    ]);
    expect(await names(`offers?q=${"x".repeat(200)}`)).toEqual([[], 0]);
  });

  it("are of every kind, an absent status reading active", async () => {
    const own = await createBoard([catalogue], server);
    await own.put({
      segments: [
        { id: "s", name: "Seg" },
        { id: "t", name: "Gone", deleted: true },
      ],
      decision_flows: [
        { id: "f1", key: "zebra" },
        { id: "f2", key: "key", name: "Named" },
      ],
      algorithm_models: [{ id: "m", key: "m", name: "M", model_type: "lr", status: "paused" }],
    });
    const list = async (path: string) => (await read(path, own)).body.data;
    expect(await list("channels?status=active")).toEqual([
      { id: "chE", name: "Marketing Email", status: "active" },
      { id: "chP", name: "Push", status: "active" },
    ]);
    expect(await list("categories?status=active")).toEqual([
      { id: "cat1", name: "Savings", status: "active" },
    ]);
    expect(await list("segments")).toEqual([{ id: "s", name: "Seg", status: "active" }]);
    expect(await list("algorithm-models")).toEqual([{ id: "m", name: "M", status: "paused" }]);
    expect(await list("decision-flows?status=active")).toEqual([
      { id: "f2", name: "Named", status: "active" },
      { id: "f1", name: "zebra", status: "active" },
    ]);
    expect(await list("decision-flows?q=ZEB")).toHaveLength(1);
    expect(await list("decision-flows?status=paused")).toEqual([]);
  });
});
