import { createMiddleware } from "hono/factory";
import type { AppEnv } from "#http";
import { AppError } from "#shared";
import { admit } from "./admission.ts";
import type { DashboardsDeps } from "./dashboards.ports.ts";

/** As wrangler.toml has it for the binding, which tells neither limit nor remaining count. */
const LIMIT = 600;
const WINDOW_S = 60;

/** Tells the limit with every answer, refusals of the caller included. */
export const announceLimit = createMiddleware(async (c, next) => {
  c.header("X-RateLimit-Limit", String(LIMIT));
  c.header("X-RateLimit-Policy", `${LIMIT};w=${WINDOW_S}`);
  await next();
});

/** One unit of the credential's limit, or 429. */
export const limitRequests = createMiddleware<AppEnv<DashboardsDeps>>(async (c, next) => {
  const { deps, principal } = c.var;
  if (!(await admit(deps, principal))) {
    const headers = { "Retry-After": String(WINDOW_S) };
    throw new AppError("RATE_LIMITED", "Too many requests", { headers });
  }
  await next();
});
