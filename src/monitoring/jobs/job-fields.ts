import type { JobRow } from "#generation";
import { printedRow } from "../lists/printed-row.ts";
import type { ReportField } from "../report-type.ts";
import { INCLUDED_ACADEMIES } from "./visible-jobs.query.ts";

/** What lists of jobs show, in this order. */
export const JOB_LIST_FIELDS: readonly ReportField[] = [
  { name: "id", kind: "integer", about: "Issued by Almanac." },
  { name: "report_type", kind: "text", about: "What is generated." },
  { name: "status", kind: "text", about: "PENDING, RUNNING; DONE, PARTIAL, ERROR, CANCELLED." },
  { name: "status_message", kind: "text", about: "For people." },
  { name: "academy_id", kind: "integer", nullable: true, about: "Null on parents only." },
  { name: "parent_id", kind: "integer", nullable: true, about: "Of a job of a batch." },
  { name: "batch_id", kind: "text", about: "The same on all jobs that one request created." },
  { name: "children_count", kind: "integer", about: "Of a parent; else 0." },
  {
    name: "included_academies",
    kind: "json",
    nullable: true,
    about: "Of a parent: id, slug and name of each academy. Else null.",
    from: INCLUDED_ACADEMIES,
  },
  { name: "date_start", kind: "date", about: "First day." },
  { name: "date_end", kind: "date", about: "Last day, included." },
  { name: "progress_current", kind: "integer", about: "Days that are finished." },
  { name: "progress_total", kind: "integer", about: "Days in all; 0 until the first begins." },
  { name: "generated_rows", kind: "integer", about: "Rows of the days that are done." },
  { name: "created_at", kind: "time", about: "When it was asked for." },
  { name: "updated_at", kind: "time", about: "When it was last told of." },
];

/** All that is shown of a job by itself. */
export const JOB_FIELDS: readonly ReportField[] = [
  ...JOB_LIST_FIELDS,
  { name: "requested_by_id", kind: "text", nullable: true, about: "Null: the daily run." },
  {
    name: "params",
    kind: "json",
    about: "The dates as sent, the academies asked for and applied.",
  },
  { name: "result", kind: "json", about: "By day, once the first has begun. Empty on parents." },
  { name: "error_log", kind: "text", nullable: true, about: "A line for each failed day." },
  { name: "task_id", kind: "text", nullable: true, about: "The current run." },
  { name: "started_at", kind: "time", nullable: true, about: "When its first day began." },
  { name: "finished_at", kind: "time", nullable: true, about: "When it ended." },
];

/** A job as its table holds it, JSON as text, with the academies of its children. */
export interface StoredJob extends Record<string, unknown> {
  id: number;
  report_type: string;
  status: JobRow["status"];
  version: number;
  included_academies: string | null;
}

export const storedJob = (
  { params, result, ...row }: JobRow,
  included_academies: string | null,
): StoredJob => ({
  ...row,
  params: JSON.stringify(params),
  result: JSON.stringify(result),
  included_academies,
});

export const jobDetail = (job: StoredJob): Record<string, unknown> => printedRow(JOB_FIELDS, job);

/**
 * A new job as it was created. One that adopts another's work is under way at once, and so may any
 * be by the time of the answer: who asked for it gets the state in which it begins.
 */
export const asCreated = (job: StoredJob): StoredJob => ({
  ...job,
  status: "PENDING",
  status_message: "Queued",
  progress_current: 0,
  progress_total: 0,
  generated_rows: 0,
  updated_at: job["created_at"],
  started_at: null,
  finished_at: null,
});
