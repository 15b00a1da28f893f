import type { GenerationDeps } from "#generation";
import type { TenancyDeps } from "#tenancy";
import type { DailyRunMessage } from "./jobs/daily-run.messages.ts";
import type { ReportType } from "./report-type.ts";

export interface MonitoringDeps extends TenancyDeps, GenerationDeps {}

export interface DailyRunDeps extends GenerationDeps {
  reportTypes: readonly ReportType[];
  /** At most 100 messages. */
  sendDailyRunMessages: (messages: readonly DailyRunMessage[]) => Promise<void>;
}
