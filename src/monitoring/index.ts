export type { DayRun } from "./day-run.ts";
export { generateDay, type GeneratedDay } from "./generate-day.repository.ts";
export { reportTypes } from "./registry.ts";
export type { ReportType } from "./report-type.ts";
