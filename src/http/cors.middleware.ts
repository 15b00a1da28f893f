import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import type { AppEnv } from "./app-env.ts";

const shared = {
  allowMethods: ["GET", "HEAD", "POST", "PUT", "DELETE"],
  allowHeaders:
    "Authorization X-API-Key Academy Accept-Language Content-Type X-Requested-With Idempotency-Key If-None-Match If-Range Range Cache-Control Pragma X-Data-Bookmark".split(
      " ",
    ),
  // By name: with credentials a wildcard is read as a header called "*".
  exposeHeaders:
    "Link X-Total-Count X-Page X-Per-Page ETag Retry-After X-Request-Id X-RateLimit-Limit X-RateLimit-Remaining X-RateLimit-Reset X-RateLimit-Policy X-Data-Warning X-Data-Bookmark Content-Disposition Content-Length Content-Range Accept-Ranges Idempotent-Replayed".split(
      " ",
    ),
  maxAge: 86_400,
};

const listed = cors({ ...shared, origin: (origin) => origin, credentials: true });
const anyone = cors({ ...shared, origin: "*" });
const nobody = cors({ ...shared, origin: () => null });

/** An answer that depends on the origin says so to every caller: a cache may hand it to another. */
function noteVary(headers: Headers, byOrigin: boolean): void {
  const names = (headers.get("Vary") ?? "").split(/\s*,\s*/).filter(Boolean);
  const all = new Set(byOrigin ? [...names, "Origin"] : names);
  if (all.size > 0) headers.set("Vary", [...all].join(", "));
}

/** Listed origins may send cookies; `*` lets every origin call with a key. */
export const corsByOrigin: MiddlewareHandler<AppEnv> = async (c, next) => {
  const origins = c.var.deps.corsOrigins;
  const origin = c.req.header("Origin");
  const isListed = origin !== undefined && origins.includes(origin);
  const unlisted = origins.includes("*") ? anyone : nobody;
  const preflight = await (isListed ? listed : unlisted)(c, next);
  const { headers } = preflight ?? c.res;
  noteVary(
    headers,
    origins.some((name) => name !== "*"),
  );
  return preflight;
};
