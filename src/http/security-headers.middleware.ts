import { createMiddleware } from "hono/factory";
import { secureHeaders } from "hono/secure-headers";

const headers = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  // Dashboards read the API from their own origins.
  crossOriginResourcePolicy: "cross-origin",
  referrerPolicy: "no-referrer",
});

/** What a route may say itself, where it is shown in a frame. */
const ROUTES_OWN = ["Content-Security-Policy", "X-Frame-Options"];

/** The strict headers on every answer, unless its route says otherwise; also of caching. */
export const securityHeaders = createMiddleware(async (c, next) => {
  let own: [name: string, value: string | null][] = [];
  await headers(c, async () => {
    await next();
    own = ROUTES_OWN.map((name) => [name, c.res.headers.get(name)]);
  });
  for (const [name, value] of own) if (value !== null) c.res.headers.set(name, value);
  if (!c.res.headers.has("Cache-Control")) c.res.headers.set("Cache-Control", "no-store");
});
