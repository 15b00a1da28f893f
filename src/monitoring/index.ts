export type { DayRun } from "./day-run.ts";
export { monitoringSurface } from "./errors/surface.ts";
export { generateDay, type GeneratedDay } from "./generate-day.repository.ts";
export { runDaily } from "./jobs/daily-run.usecases.ts";
export type { MonitoringDeps } from "./monitoring.ports.ts";
export { createMonitoringRoutes } from "./monitoring.routes.ts";
export { reportTypes } from "./registry.ts";
export type { ReportType } from "./report-type.ts";
