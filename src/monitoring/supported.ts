import { fault } from "./errors/fault.ts";
import type { ReportAlerts, ReportField, ReportSummary, ReportType } from "./report-type.ts";

/** @throws report-summary-not-supported */
export function summaryOf({ slug, summary }: ReportType): ReportSummary {
  if (!summary) throw fault("report-summary-not-supported", { type: slug });
  return summary;
}

/** All fields of a row. @throws report-detail-not-supported */
export function allFieldsOf({ slug, listFields, detailFields }: ReportType): ReportField[] {
  if (!detailFields) throw fault("report-detail-not-supported", { type: slug });
  return [...listFields, ...detailFields];
}

/** @throws report-alerts-not-supported */
export function alertsOf({ slug, alerts }: ReportType): ReportAlerts {
  if (!alerts) throw fault("report-alerts-not-supported", { type: slug });
  return alerts;
}
