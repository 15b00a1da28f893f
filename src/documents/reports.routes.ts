import { Hono } from "hono";
import type { AppEnv } from "#http";
import type { DocumentsDeps } from "./documents.ports.ts";
import { documentsRoutes } from "./documents.routes.ts";
import { downloadRoutes } from "./download.routes.ts";
import { queueStatusRoutes } from "./queue-status.routes.ts";
import { sharedRoutes, sharesRoutes } from "./sharing/shares.routes.ts";
import { templatesRoutes } from "./templates.routes.ts";
import { webhooksRoutes } from "./webhooks/webhooks.routes.ts";

/** They are no ids, also not for a verb that they do not have. */
const FIXED = ["/templates", "/webhooks", "/health"];

/** Everything under /api/reports. Fixed paths come before `/:id`. */
export const reportsRoutes = new Hono<AppEnv<DocumentsDeps>>()
  .use(async (c, next) => {
    await next();
    if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "private, no-store");
  })
  .route("/", templatesRoutes)
  .route("/", queueStatusRoutes)
  .route("/", webhooksRoutes)
  .route("/", sharedRoutes)
  .on("ALL", FIXED, (c) => c.notFound())
  .route("/", downloadRoutes)
  .route("/", sharesRoutes)
  .route("/", documentsRoutes);
