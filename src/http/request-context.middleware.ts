import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import { withFields } from "#shared";
import type { AppEnv } from "./app-env.ts";

const CALLERS_ID = /^[A-Za-z0-9._-]{1,128}$/;

/** Gives the request its id and its `now`, and writes one log line when it is answered. */
export const requestContext = createMiddleware<AppEnv>(async (c, next) => {
  const { clock, ids } = c.var.deps;
  const started = clock.now();
  const sent = c.req.header("X-Request-Id");
  const requestId = sent !== undefined && CALLERS_ID.test(sent) ? sent : ids.uuid();
  const logger = withFields(c.var.deps.logger, { request_id: requestId });
  c.set("deps", { ...c.var.deps, logger });
  c.set("now", started);
  c.set("requestId", requestId);
  await next();
  c.res.headers.set("X-Request-Id", requestId);
  logger.info("http.request.answered", {
    method: c.req.method,
    route: routePath(c, -1),
    status: c.res.status,
    tenant: (c.var.principal as { tenantId: string } | undefined)?.tenantId,
    duration_ms: clock.now() - started,
  });
});
