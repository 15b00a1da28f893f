import { env } from "cloudflare:test";
import { createLogger, guardD1 } from "#shared";
import { consumeDocument, type Queues, sweepDocuments } from "#documents";
import { createFileStore } from "#platform";
import { createServer, json, newKey, newTenant, type TestServer } from "../kit/server.ts";
import type { Deps } from "../../src/composition.ts";
import type { DocumentMessage } from "../../src/documents/documents.messages.ts";
import type { WebhookMessage } from "../../src/documents/webhooks/webhooks.messages.ts";
import type { QueueCommands } from "../../src/documents/documents.ports.ts";
import { emptyQueue, type StoredQueue } from "../../src/documents/queue/queue.ts";
import { QueueKeeper, type QueueStore } from "../../src/documents/queue/queue-keeper.ts";
import { createFakeGenerator } from "./fakes.ts";

export const BEE = "cc030440-0005-470f-8341-6ec798d00445";
export const REPORTS = "/api/reports";
export const NOON = Date.parse("2026-01-20T12:00:00Z");

/** What dies here is gone: neither code nor the platform hears of it. */
export class Crash extends Error {}

export interface World {
  server: TestServer;
  deps: Deps;
  now: number;
  messages: DocumentMessage[];
  webhookMessages: { message: WebhookMessage; delaySeconds: number }[];
  disk: { queue: StoredQueue; alarmAt: number | null };
  /** Called at each named point; a throw there is a crash at that point. */
  fault: (point: string) => void;
  /** Kills the queue object: its memory is gone. */
  crash(): void;
}

function storeOn(world: World, alive: () => boolean): QueueStore {
  const living = () => {
    if (!alive()) throw new Crash();
  };
  return {
    load: () => structuredClone(world.disk.queue),
    setAlarm(at) {
      living();
      world.disk.alarmAt = at;
    },
    save(_before, after, alarmAt) {
      living();
      world.fault("object.before-save");
      world.disk = { queue: structuredClone(after), alarmAt };
      world.fault("object.after-save");
    },
  };
}

/** The whole app with a queue object, messages, clock, generator and renderer of its own, over real D1 and R2. */
export function createWorld(overrides: Partial<Deps> = {}, workers = 2): World {
  let memory: QueueKeeper | null = null;
  let lives = 0;
  const clock = { now: () => world.now };
  const keeper = (): QueueKeeper => {
    const life = lives;
    memory ??= new QueueKeeper(
      storeOn(world, () => life === lives),
      {
        name: "default",
        workers,
        leaseMs: 180_000,
        db: overrides.db ?? guardD1(env.DB),
        clock,
        ids: { uuid: () => crypto.randomUUID() },
        logger: createLogger(() => {}),
        async sendMessages(messages) {
          world.fault("queue.before-send");
          world.messages.push(...messages);
          world.fault("queue.after-send");
        },
      },
    );
    return memory;
  };
  const queue: QueueCommands = {
    enqueue: async (...args) => keeper().enqueue(...args),
    claim: async () => keeper().claim(),
    report: async (...args) => keeper().report(...args),
    fail: async (...args) => keeper().fail(...args),
    complete: async (...args) => keeper().complete(...args),
    cancel: async (...args) => keeper().cancel(...args),
    forget: async (...args) => keeper().forget(...args),
    ping: async () => {},
  };
  const queues: Queues = () => queue;
  const server = createServer({
    clock,
    queues,
    files: createFileStore(env.FILES),
    sendDocumentMessage: async (message) => void world.messages.push(message),
    sendWebhookMessages: async (messages, delaySeconds = 0) =>
      void world.webhookMessages.push(...messages.map((message) => ({ message, delaySeconds }))),
    webhooks: { dataKey: new Uint8Array(32).fill(7), anyAddress: false },
    fetch: () => Promise.reject(new Error("there is no network here")),
    generators: { conversational: createFakeGenerator(), system_health: createFakeGenerator() },
    renderFormat: async (markdown, cover, format) =>
      new TextEncoder().encode(`${format}:${cover.title}\n${markdown}`),
    documents: {
      workers,
      leaseMs: 180_000,
      retentionDays: 30,
      lenientParameters: false,
      equipped: { renderer: true, dataKey: true },
    },
    ...overrides,
  });
  const { resendAt, tellAt, entries, outbox } = emptyQueue(workers);
  const world: World = {
    server,
    deps: server.deps,
    now: NOON,
    messages: [],
    webhookMessages: [],
    disk: { queue: { resendAt, tellAt, entries, outbox }, alarmAt: null },
    fault: () => {},
    crash() {
      lives++;
      memory = null;
    },
  };
  keepers.set(world, keeper);
  return world;
}

const keepers = new WeakMap<World, () => QueueKeeper>();

/** Fires the queue object's alarm if it is due. */
export async function fire(world: World): Promise<void> {
  const { alarmAt } = world.disk;
  if (alarmAt === null || alarmAt > world.now) return;
  world.disk.alarmAt = null;
  await keepers.get(world)?.().alarm();
}

export async function deliver(world: World, message = world.messages.shift()): Promise<void> {
  if (message) await consumeDocument(world.deps, message);
}

/** Lets the world go on, without moving its clock, until no message is left. */
export async function work(world: World, most = 200): Promise<void> {
  for (let round = 0; round < most; round++) {
    await fire(world);
    if (world.messages.length === 0) return;
    await deliver(world);
  }
  throw new Error("does not come to rest");
}

/** Lets time pass until nothing is left to do. */
export async function settle(world: World): Promise<void> {
  for (let round = 0; round < 200; round++) {
    await work(world);
    if (world.disk.alarmAt === null) return;
    world.now = Math.max(world.now, world.disk.alarmAt);
  }
  throw new Error("does not settle");
}

export const sweep = (world: World): Promise<void> => sweepDocuments(world.deps);

export interface Caller {
  tenantId: string;
  adminKey: string;
  key: string;
  keyId: string;
}

export async function newCaller(world: World): Promise<Caller> {
  const { id, adminKey } = await newTenant(world.server);
  const { key, id: keyId } = await newKey(world.server, adminKey, { role: "viewer" });
  return { tenantId: id, adminKey, key, keyId };
}

export const wish = (more: object = {}) => ({
  template_id: BEE,
  title: "Segmentation of plant networks",
  parameters: { user_query: "How are plant networks segmented?" },
  ...more,
});

export const post = (world: World, key: string, body: unknown = wish(), headers = {}) =>
  world.server.request(REPORTS, { key, body, headers });

/** A created document's id. */
export async function create(world: World, key: string, more: object = {}): Promise<string> {
  const response = await post(world, key, wish(more));
  const body = await json(response);
  if (response.status !== 201) throw new Error(JSON.stringify(body));
  return body.data.report.id;
}

export async function read(world: World, key: string, id: string) {
  const { report } = await json(await world.server.request(`${REPORTS}/${id}`, { key }));
  return report;
}

export const act = (world: World, key: string, id: string, verb: string) =>
  world.server.request(`${REPORTS}/${id}/${verb}`, { key, method: "POST" });

/** Keys of a document's objects. */
export async function objectsOf(tenantId: string, id: string): Promise<string[]> {
  const { objects } = await env.FILES.list({ prefix: `documents/${tenantId}/${id}/` });
  return objects.map(({ key }) => key.slice(`documents/${tenantId}/${id}/`.length));
}

export { json };
