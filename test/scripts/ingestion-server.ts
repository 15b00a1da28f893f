import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export const KEY = "alm_test";

/** A server that speaks the ingestion protocol over one dataset, and can be made to fail. */
export interface IngestionServer {
  url: string;
  stored: Map<string, unknown>;
  /** Lines of every request that was answered with a verdict. */
  requests: string[][];
  /** What becomes of the next requests: an error's status, "broken" or, as usual, "verdict". */
  plan: (number | "broken" | "verdict")[];
  /** Sent along with errors. */
  retryAfter: string | undefined;
  close(): void;
}

const SCHEMA = {
  properties: {
    id: { type: "string" },
    rank: { anyOf: [{ type: "integer" }, { type: "null" }] },
  },
};

interface Verdict {
  errors: { index: number; path: string; message: string }[];
  stored: number;
  changed: number;
  rejected: number;
}

function storeLine(server: IngestionServer, line: string, index: number, verdict: Verdict) {
  const reject = (path: string, message: string) => {
    verdict.rejected += 1;
    if (verdict.errors.length < 100) verdict.errors.push({ index, path, message });
  };
  let record: { id?: unknown; rank?: unknown };
  try {
    record = JSON.parse(line) as typeof record;
  } catch {
    return reject("", "is not valid JSON");
  }
  if (typeof record.id !== "string") return reject("id", "is required");
  if (typeof record.rank === "string") return reject("rank", "must be a number");
  if (server.stored.get(record.id) !== line) verdict.changed += 1;
  server.stored.set(record.id, line);
  verdict.stored += 1;
}

function ingest(server: IngestionServer, body: string) {
  const lines = body.split("\n");
  server.requests.push(lines);
  const verdict: Verdict = { errors: [], stored: 0, changed: 0, rejected: 0 };
  for (const [index, line] of lines.entries()) storeLine(server, line, index, verdict);
  return { dataset: "offers", received: lines.length, ...verdict };
}

function send(response: ServerResponse, status: number, body: unknown, headers = {}) {
  response.writeHead(status, { "Content-Type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

async function answer(server: IngestionServer, request: IncomingMessage, response: ServerResponse) {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  if (request.headers["x-api-key"] !== KEY) return send(response, 401, { error: {} });
  if (request.method === "GET") {
    return send(response, 200, { data: [{ name: "offers", schema: SCHEMA }] });
  }
  const planned = server.plan.shift() ?? "verdict";
  if (planned === "broken") return request.socket.destroy();
  if (planned !== "verdict") {
    const headers = server.retryAfter === undefined ? {} : { "Retry-After": server.retryAfter };
    return send(response, planned, { error: { message: "No." } }, headers);
  }
  const verdict = ingest(server, Buffer.concat(pieces).toString());
  send(response, verdict.stored === 0 ? 422 : 200, verdict);
}

export async function startIngestionServer(): Promise<IngestionServer> {
  const http = createServer((request, response) => {
    void answer(server, request, response);
  });
  const server: IngestionServer = {
    url: "",
    stored: new Map(),
    requests: [],
    plan: [],
    retryAfter: undefined,
    close: () => {
      http.closeAllConnections();
      http.close();
    },
  };
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const address = http.address();
  server.url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return server;
}
