import type { GenerationDeps } from "#generation";
import type { TenancyDeps } from "#tenancy";

export interface MonitoringDeps extends TenancyDeps, GenerationDeps {}
