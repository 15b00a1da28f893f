export type { DayRun } from "./day-run.ts";
export { monitoringSurface } from "./errors/surface.ts";
export { generateDay, type GeneratedDay } from "./generate-day.repository.ts";
export { consumeDailyRun, noteDeadDailyRun } from "./jobs/daily-run.consumer.ts";
export { runDaily } from "./jobs/daily-run.usecases.ts";
export type { DailyRunDeps, MonitoringDeps } from "./monitoring.ports.ts";
export { createMonitoringRoutes } from "./monitoring.routes.ts";
export { reportTypes } from "./registry.ts";
export type { ReportType } from "./report-type.ts";
export {
  type AcquisitionSpan,
  readAcquisitionSpan,
  SOURCE_TYPES,
} from "./report-types/acquisition/acquisition-span.query.ts";
export {
  CHURN_COMPONENTS,
  type ChurnDay,
  readChurnDay,
} from "./report-types/churn/churn-briefing.query.ts";
