import { Hono } from "hono";
import { createAlertRoutes } from "./alerts/alerts.routes.ts";
import { checkOrder } from "./check-order.middleware.ts";
import { createGenerationJobRoutes } from "./jobs/generation-jobs.routes.ts";
import type { MonitoringEnv } from "./monitoring-env.ts";
import { createReportRoutes } from "./reading/reports.routes.ts";
import type { ReportType } from "./report-type.ts";

const BASE = "/v1/monitoring/report";

/** All of monitoring over some report types, under its whole path. */
export function createMonitoringRoutes(types: readonly ReportType[]) {
  const routes = new Hono<MonitoringEnv>().basePath(BASE);
  routes.use(checkOrder(BASE, () => routes.routes));
  // The jobs first: their fixed words win over `:type`.
  routes.route("/", createGenerationJobRoutes(types));
  routes.route("/", createAlertRoutes(types));
  routes.route("/", createReportRoutes(types));
  return routes;
}
