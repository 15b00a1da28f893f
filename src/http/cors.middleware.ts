import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import type { AppEnv } from "./app-env.ts";

const shared = {
  allowMethods: ["GET", "HEAD", "POST", "PUT", "DELETE"],
  allowHeaders:
    "Authorization X-API-Key Academy Accept-Language Content-Type X-Requested-With Idempotency-Key If-None-Match If-Range Range Cache-Control Pragma".split(
      " ",
    ),
  // By name: with credentials a wildcard is read as a header called "*".
  exposeHeaders:
    "Link X-Total-Count X-Page X-Per-Page ETag Retry-After X-Request-Id X-RateLimit-Limit X-RateLimit-Remaining X-RateLimit-Reset X-Data-Warning Content-Disposition Content-Length Content-Range Accept-Ranges Idempotent-Replayed".split(
      " ",
    ),
  maxAge: 86_400,
};

const listed = cors({ ...shared, origin: (origin) => origin, credentials: true });
const anyone = cors({ ...shared, origin: "*" });
const nobody = cors({ ...shared, origin: () => null });

/** Listed origins may send cookies; `*` lets every origin call with a key. */
export const corsByOrigin: MiddlewareHandler<AppEnv> = (c, next) => {
  const origins = c.var.deps.corsOrigins;
  const origin = c.req.header("Origin");
  if (origin !== undefined && origins.includes(origin)) return listed(c, next);
  return origins.includes("*") ? anyone(c, next) : nobody(c, next);
};
