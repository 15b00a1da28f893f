import type { JobRow } from "#generation";
import { fault } from "../errors/fault.ts";
import type { Query } from "../monitoring-env.ts";
import type { ReportType } from "../report-type.ts";
import type { JobsFilter } from "./visible-jobs.query.ts";

const STATUSES: readonly string[] = [
  "PENDING",
  "RUNNING",
  "DONE",
  "PARTIAL",
  "ERROR",
  "CANCELLED",
] satisfies JobRow["status"][];

const isStatus = (text: string): text is JobRow["status"] => STATUSES.includes(text);

/** @throws invalid-status-filter: all that are none */
function statusesOf(query: Query): JobRow["status"][] {
  const pieces = (query.get("status") ?? "").split(",").map((piece) => piece.trim().toUpperCase());
  const wished = [...new Set(pieces.filter((piece) => piece !== ""))];
  const odd = wished.filter((piece) => !isStatus(piece));
  if (odd.length > 0) throw fault("invalid-status-filter", { values: odd.join(", ") });
  return wished.filter((piece) => isStatus(piece));
}

/** Reads `status`, then `report_type`. @throws invalid-status-filter, invalid-report-type-filter */
export function jobsFilterOf(query: Query, types: readonly ReportType[]): JobsFilter {
  const statuses = statusesOf(query);
  const reportType = query.get("report_type") ?? "";
  if (reportType !== "" && !types.some(({ slug }) => slug === reportType)) {
    throw fault("invalid-report-type-filter", { value: reportType });
  }
  return { statuses, reportType };
}
