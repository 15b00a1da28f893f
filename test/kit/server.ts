import { createExecutionContext, env, waitOnExecutionContext } from "cloudflare:test";
import { type Capability, createLogger, guardD1, type Role, type Scope } from "#shared";
import { createApp } from "../../src/app.ts";
import { compose, type Deps } from "../../src/composition.ts";
import { type D1Call, recordD1 } from "./recording-d1.ts";

interface RequestOptions {
  method?: string;
  key?: string;
  headers?: Record<string, string>;
  /** Sent as JSON unless it is text, bytes or a stream. */
  body?: unknown;
}

/** The whole app over real D1, with what it logged and what it asked of the database. */
export interface TestServer {
  request(path: string, options?: RequestOptions): Promise<Response>;
  deps: Deps;
  lines: string[];
  calls: D1Call[];
  /** The clock; move it with `setNow`. */
  setNow(ms: number): void;
}

const isRaw = (body: unknown): body is BodyInit =>
  typeof body === "string" || body instanceof Uint8Array || body instanceof ReadableStream;

function requestInit({ method, key, headers = {}, body }: RequestOptions): RequestInit {
  const type = body === undefined ? {} : { "Content-Type": "application/json" };
  return {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: { ...type, ...(key !== undefined && { "X-API-Key": key }), ...headers },
    ...(body !== undefined && { body: isRaw(body) ? body : JSON.stringify(body) }),
  };
}

export function createServer(overrides: Partial<Deps> = {}): TestServer {
  const lines: string[] = [];
  const recording = recordD1(env.DB);
  let now: number | undefined;
  const deps = compose(env, {
    db: guardD1(recording.db),
    logger: createLogger((line) => lines.push(line)),
    clock: { now: () => now ?? Date.now() },
    ...overrides,
  });
  const app = createApp(() => deps, deps.reportTypes);
  return {
    deps,
    lines,
    calls: recording.calls,
    setNow: (ms) => {
      now = ms;
    },
    async request(path, options = {}) {
      const context = createExecutionContext();
      const request = new Request(new URL(path, "https://almanac.test"), requestInit(options));
      const response = await app.fetch(request, env, context);
      await waitOnExecutionContext(context);
      return response;
    },
  };
}

/** JSON of an answer, loosely typed for assertions. */
// oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every shape
export const json = async (response: Response): Promise<any> => response.json();

/** A fresh tenant with its first admin key. */
export async function newTenant(server: TestServer): Promise<{ id: string; adminKey: string }> {
  const response = await server.request("/api/v1/tenants", {
    headers: { Authorization: "Bearer test-admin-token" },
    body: { name: "Test tenant" },
  });
  const { tenant, api_key } = await json(response);
  return { id: tenant.id, adminKey: api_key.key };
}

interface KeyWish {
  user_id?: string;
  capabilities?: Capability[];
  role?: Role;
  scopes?: Scope[];
  expires_at?: string;
}

export async function newKey(server: TestServer, adminKey: string, wish: KeyWish = {}) {
  const body = { name: "Test key", ...wish };
  const response = await server.request("/api/v1/api-keys", { key: adminKey, body });
  const { id, key } = await json(response);
  return { id: id as string, key: key as string };
}
