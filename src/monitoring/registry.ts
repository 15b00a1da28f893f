import type { ReportType } from "./report-type.ts";
import { acquisition } from "./report-types/acquisition/acquisition.definition.ts";
import { churn } from "./report-types/churn/churn.definition.ts";

/** Every report type, in the order in which they are listed: one line a type. */
export const reportTypes: readonly ReportType[] = [churn, acquisition];
