import type { Context } from "hono";
import type { AppEnv } from "#http";
import { type Asked, cacheHeaders, etagOf, matches } from "./caching.ts";
import type { Plan } from "./dashboard-type.ts";
import type { DashboardsDeps } from "./dashboards.ports.ts";
import { readPlans, readState } from "./read-dashboards.query.ts";

/**
 * The answer of a plan with its ETag, or 304: one look-up of version and mark where the caller
 * holds an answer, and one batch where there is something to tell.
 */
export async function answerCached<R extends object>(
  c: Context<AppEnv<DashboardsDeps>>,
  query: Asked["query"],
  plan: Plan<R>,
): Promise<Response> {
  const { deps, principal, now } = c.var;
  const { tenantId } = principal;
  const asked = { path: c.req.path, tenantId, query };
  const held = c.req.header("If-None-Match");
  if (held !== undefined) {
    const etag = await etagOf(asked, await readState(deps.db, tenantId, now), now);
    if (matches(held, etag)) return c.body(null, 304, cacheHeaders(etag, now));
  }
  const { state, tables } = await readPlans(deps.db, { tenantId, now }, [], [plan]);
  const body = plan.answer(tables[0] ?? []);
  return c.json(body, 200, cacheHeaders(await etagOf(asked, state, now), now));
}
