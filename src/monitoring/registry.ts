import { fault } from "./errors/fault.ts";
import type { ReportType } from "./report-type.ts";
import { acquisition } from "./report-types/acquisition/acquisition.definition.ts";
import { churn } from "./report-types/churn/churn.definition.ts";

/** Every report type, in the order in which they are listed: one line a type. */
export const reportTypes: readonly ReportType[] = [churn, acquisition];

/** @throws report-type-not-found */
export function typeNamed(types: readonly ReportType[], slug: string): ReportType {
  const type = types.find((one) => one.slug === slug);
  if (!type) throw fault("report-type-not-found", { type: slug });
  return type;
}
