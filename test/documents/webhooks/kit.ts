import { env } from "cloudflare:test";
import { consumeWebhook } from "#documents";
import type { DocumentsDeps } from "../../../src/documents/documents.ports.ts";
import type { DeliveryRow } from "../../../src/documents/webhooks.table.ts";
import {
  type Caller,
  create,
  createWorld,
  json,
  newCaller,
  REPORTS,
  work,
  type World,
} from "../world.ts";

interface Call {
  url: string;
  headers: Record<string, string>;
  body: string;
  init: RequestInit;
  at: number;
}

interface Receiver {
  calls: Call[];
  /** What it answers; a throw is a connection that breaks. */
  answer: (call: Call) => Response | Promise<Response>;
}

export const HOOK = "https://example.com/hooks/almanac";

/** A world with somewhere to tell: every call that leaves it comes here. */
export function receiving(overrides: Partial<DocumentsDeps> = {}) {
  const receiver: Receiver = { calls: [], answer: () => new Response(null, { status: 204 }) };
  const world = createWorld({
    fetch: async (url, init) => {
      const headers = Object.fromEntries(new Headers(init.headers));
      const call = {
        url,
        headers,
        body: typeof init.body === "string" ? init.body : "",
        init,
        at: world.now,
      };
      receiver.calls.push(call);
      return receiver.answer(call);
    },
    ...overrides,
  });
  return { world, receiver };
}

export const register = (world: World, key: string, body: object = { url: HOOK }) =>
  world.server.request(`${REPORTS}/webhooks`, { key, body });

export async function registered(world: World, key: string, body: object = { url: HOOK }) {
  const { data } = await json(await register(world, key, body));
  return data.webhook as { id: string; secret: string; url: string };
}

/** A document that is finished and about to be told. */
export async function hooked(overrides: Partial<DocumentsDeps> = {}) {
  const { world, receiver } = receiving(overrides);
  const caller = await newCaller(world);
  const webhook = await registered(world, caller.key);
  const documentId = await finish(world, caller);
  return { world, receiver, webhook, documentId, ...caller };
}

export async function finish(world: World, { key }: Pick<Caller, "key">): Promise<string> {
  const id = await create(world, key);
  await work(world);
  return id;
}

/** Brings the next message after its delay. @returns the delay; null when there is none. */
export async function bring(world: World): Promise<number | null> {
  const next = world.webhookMessages.shift();
  if (!next) return null;
  world.now += next.delaySeconds * 1_000;
  await consumeWebhook(world.deps, next.message);
  return next.delaySeconds;
}

export const rowsOf = async (tenantId: string): Promise<DeliveryRow[]> => {
  const statement = "SELECT * FROM document_webhook_deliveries WHERE tenant_id = ?";
  return (await env.DB.prepare(statement).bind(tenantId).all<DeliveryRow>()).results;
};

export async function rowOf(tenantId: string): Promise<DeliveryRow> {
  const [row] = await rowsOf(tenantId);
  if (!row) throw new Error("nothing is to be delivered");
  return row;
}

/** The deliveries as their owner reads them. */
export async function deliveries(world: World, key: string, webhookId: string, query = "") {
  const path = `${REPORTS}/webhooks/${webhookId}/deliveries${query}`;
  return (await json(await world.server.request(path, { key }))).data;
}
