import type { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { createMethodTable } from "#http";
import { type AppError, hasScope, isoTime } from "#shared";
import { type AuthenticationFailure, identify, isCrossSite } from "#tenancy";
import { fault } from "./errors/fault.ts";
import { type Format, LIST_FORMATS, negotiate } from "./lists/formats.ts";
import { type MonitoringEnv, queryOf } from "./monitoring-env.ts";

function offersAt(path: string): readonly Format[] {
  if (path.endsWith("/events") && path !== "/events") return ["events"];
  return /^\/[^/]+(?:\/alerts)?$/.test(path) ? LIST_FORMATS : ["json"];
}

/** `format` overrules `Accept`; whether its value is one comes later. */
function acceptedFormat(url: string, accept: string | undefined, offers: readonly Format[]) {
  if (offers === LIST_FORMATS && queryOf(url).has("format")) return "json";
  const format = negotiate(accept, offers);
  if (!format) throw fault("not-acceptable", {});
  return format;
}

function refused(failure: AuthenticationFailure): AppError {
  switch (failure.reason) {
    case "missing":
      return fault("authentication-required", {});
    case "malformed":
      return fault("invalid-token-header", {});
    case "expired":
      return fault("token-expired", { time: isoTime(failure.expiredAt) });
    case "inactive":
      return fault("inactive-user", {});
    default:
      return fault("invalid-token", {});
  }
}

/**
 * What is checked before any endpoint, the first failure answering: the path, `Accept`, the
 * credential, where a cookie comes from, the key's scope, the verb.
 * @param routes with their whole paths, which begin with `base`
 */
export function checkOrder(base: string, routes: () => Hono["routes"]) {
  const methodsAt = createMethodTable(routes);
  return createMiddleware<MonitoringEnv>(async (c, next) => {
    const { url, path, method } = c.req;
    const methods = methodsAt(path);
    if (methods.length === 0) throw fault("not-found", {});
    const offers = offersAt(path.slice(base.length));
    c.set("accepted", acceptedFormat(url, c.req.header("Accept"), offers));
    const failure = await identify(c);
    if (failure) throw refused(failure);
    const { principal } = c.var;
    if (isCrossSite(principal, c.req.raw)) throw fault("cross-site-request", {});
    if (!hasScope(principal, "read", "admin")) throw fault("insufficient-scope", {});
    if (!methods.includes(method)) {
      throw fault("method-not-allowed", { method }, { Allow: methods.join(", ") });
    }
    await next();
  });
}
