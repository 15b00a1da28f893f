import { env } from "cloudflare:test";
import { json, type TestServer } from "../kit/server.ts";
import { type Board, catalogue, createBoard } from "./fixtures.ts";
import { traced } from "./trace-fixtures.ts";

/** A tenant with the catalogue and four decisions. */
export const createResponder = (server: TestServer) => createBoard([catalogue, traced], server);

/** Posts one outcome. */
export async function respond(board: Board, body: unknown, headers: Record<string, string> = {}) {
  const response = await board.server.request("/api/v1/respond", {
    key: board.admin,
    body,
    headers,
  });
  return { status: response.status, body: await json(response) };
}

export async function respondInBulk(board: Board, outcomes: unknown[]) {
  const body = { outcomes };
  const response = await board.server.request("/api/v1/respond/bulk", { key: board.admin, body });
  return { status: response.status, body: await json(response) };
}

export const storedIn = async (board: Board) => {
  const statement = env.DB.prepare("SELECT * FROM interactions WHERE tenant_id = ? ORDER BY id");
  return (await statement.bind(board.tenantId).all()).results;
};

export const click = { customerId: "c1", creativeId: "crA1", outcome: "click" };
