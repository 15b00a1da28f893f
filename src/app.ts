import { Hono } from "hono";
import { getPath } from "hono/utils/url";
import { reportsRoutes } from "#documents";
import {
  type AppEnv,
  corsByOrigin,
  createErrorHandler,
  createNotFoundHandler,
  createServiceRoutes,
  describeApp,
  documentsSurface,
  requestContext,
  securityHeaders,
  standardSurface,
  type SurfaceTable,
} from "#http";
import {
  catalogueRoutes,
  createDashboardRoutes,
  dashboardTypes,
  decisionsRoutes,
  respondRoutes,
} from "#dashboards";
import { honeyJarsRoutes } from "#honey-jars";
import {
  createMonitoringRoutes,
  monitoringSurface,
  type ReportType,
  reportTypes,
} from "#monitoring";
import { ingestRoutes } from "#sources";
import { tenancyRoutes } from "#tenancy";
import { type Deps, depsOf } from "./composition.ts";

/** Whose error form a path speaks: the first prefix that fits. */
const surfaces: SurfaceTable = [
  { prefix: "/api/honey-jars", surface: documentsSurface },
  { prefix: "/api/reports", surface: documentsSurface },
  { prefix: "/v1/monitoring", surface: monitoringSurface },
  { prefix: "/", surface: standardSurface },
];

/** `/api/reports/` is `/api/reports`, without a redirect; elsewhere a slash more is another path. */
const pathOf = (request: Request): string => {
  const path = getPath(request);
  return path === "/api/reports/" ? "/api/reports" : path;
};

/** The whole API. Its parameters are the seams through which tests bring their own parts. */
export function createApp(
  depsFor: (env: Env) => Deps = depsOf,
  types: readonly ReportType[] = reportTypes,
) {
  const app = new Hono<AppEnv<Deps>>({ getPath: pathOf });
  app.use(async (c, next) => {
    c.set("deps", depsFor(c.env));
    await next();
  });
  app.use(requestContext, securityHeaders, corsByOrigin);

  app.route("/api/v1", tenancyRoutes);
  app.route("/api/v1/ingest", ingestRoutes);
  app.route("/api/honey-jars", honeyJarsRoutes);
  app.route("/", createMonitoringRoutes(types));
  app.route("/api/v1/dashboard-data", createDashboardRoutes(dashboardTypes));
  app.route("/api/v1/respond", respondRoutes);
  app.route("/api/v1", decisionsRoutes);
  app.route("/api/v1", catalogueRoutes);
  app.route("/api/reports", reportsRoutes);
  app.route(
    "/",
    createServiceRoutes(() => describeApp(app)),
  );

  app.onError(createErrorHandler(surfaces));
  app.notFound(createNotFoundHandler(app.routes));
  return app;
}
