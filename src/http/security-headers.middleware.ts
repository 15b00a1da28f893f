import { createMiddleware } from "hono/factory";
import { secureHeaders } from "hono/secure-headers";

const headers = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  // Dashboards read the API from their own origins.
  crossOriginResourcePolicy: "cross-origin",
  referrerPolicy: "no-referrer",
});

/** The strict headers on every answer; nothing is cached unless its route says so. */
export const securityHeaders = createMiddleware(async (c, next) => {
  await headers(c, next);
  if (!c.res.headers.has("Cache-Control")) c.res.headers.set("Cache-Control", "no-store");
});
