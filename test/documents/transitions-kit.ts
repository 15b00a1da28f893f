import { env } from "cloudflare:test";
import { createFakeGenerator } from "./fakes.ts";
import { Crash, createWorld, newCaller, type World } from "./world.ts";

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
