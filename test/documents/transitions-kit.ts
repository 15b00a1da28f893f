import { env } from "cloudflare:test";
import { guardD1 } from "#shared";
import { createFaultyD1 } from "../generation/faulty-d1.ts";
import type { FileStore, QueueCommands } from "../../src/documents/documents.ports.ts";
import { createFakeGenerator } from "./fakes.ts";
import { Crash, createWorld, newCaller, sweep, type World } from "./world.ts";

/** A world whose generator and renderer the test can see into. */
export async function setting(workers = 2) {
  const generator = createFakeGenerator();
  const world = createWorld({ generators: { conversational: generator } }, workers);
  return { world, generator, ...(await newCaller(world)) };
}

/** Crashes the queue object at the n-th passing of a point. */
export function crashAt(world: World, point: string, passing = 1): void {
  let left = passing;
  world.fault = (name) => {
    if (name !== point || --left > 0) return;
    world.fault = () => {};
    world.crash();
    throw new Crash(name);
  };
}

/** What a worker may call, by the name of the call. */
type WorkerCall = keyof QueueCommands | keyof FileStore | "sendDocumentMessage";

/**
 * A worker that dies at its n-th call of this name, just before the call takes effect or just after:
 * nothing that it tries later does. @returns what brings the next worker
 */
export function workerDiesAt(
  { deps }: World,
  call: WorkerCall,
  when: "before" | "after",
  passing = 1,
): { didDie: () => boolean; revive: () => void } {
  const living = { ...deps };
  let left = passing;
  let dead = false;
  const die = (): never => {
    dead = true;
    throw new Crash(`${call}, ${when}`);
  };
  const mortal = <T extends object>(parts: T): T =>
    new Proxy(parts, {
      get:
        (target, name) =>
        async (...args: unknown[]) => {
          const isFatal = !dead && name === call && --left === 0;
          if (dead || (isFatal && when === "before")) die();
          const result: unknown = await Reflect.apply(
            Reflect.get(target, name) as () => unknown,
            target,
            args,
          );
          return isFatal ? die() : result;
        },
    });
  deps.files = mortal(living.files);
  deps.queues = (name) => mortal(living.queues(name));
  deps.sendDocumentMessage = (message) => mortal(living).sendDocumentMessage(message);
  const revive = () => void Object.assign(deps, living);
  return { didDie: () => dead, revive };
}

export async function listen(tenantId: string, userId: string): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO document_webhooks (tenant_id, id, user_id, url, events, secret_encrypted,
       is_active, created_at) VALUES (?, ?, ?, 'https://hook.example', ?, '', 1, 0)`,
  )
    .bind(
      tenantId,
      crypto.randomUUID(),
      userId,
      JSON.stringify(["report.completed", "report.failed", "report.cancelled"]),
    )
    .run();
}

export const eventsOf = async (tenantId: string) => {
  const { results } = await env.DB.prepare(
    "SELECT type, payload, status FROM document_webhook_deliveries WHERE tenant_id = ? ORDER BY created_at",
  )
    .bind(tenantId)
    .all<{ type: string; payload: string; status: string }>();
  return results;
};

export const typesOf = async (tenantId: string) =>
  (await eventsOf(tenantId)).map(({ type }) => type);

/** A world whose documents have an owner that listens, over a database that can fail. */
export async function listening() {
  const generator = createFakeGenerator();
  const d1 = createFaultyD1(env.DB);
  const world = createWorld({ generators: { conversational: generator }, db: guardD1(d1.db) });
  const caller = await newCaller(world);
  await listen(caller.tenantId, `key:${caller.keyId}`);
  return { world, generator, d1, ...caller };
}

/** After the time in which a worker could still be alive. */
export async function tidied(world: World): Promise<void> {
  world.now += 15 * 60_000;
  await sweep(world);
}
