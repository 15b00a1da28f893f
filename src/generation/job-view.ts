import {
  type FailureCode,
  generatedRows,
  isFinished,
  type Job,
  type JobStatus,
  statusOf,
  type Unit,
  type Warning,
} from "./batch.ts";

const SENTENCES: Record<FailureCode, string> = {
  "generator-failed": "The rows of this day could not be computed.",
  "storage-unavailable": "The database was not available.",
  "worker-lost": "The worker did not come back.",
  "not-delivered": "The work was not picked up within 24 hours.",
};

type DayResult =
  | { date: string; generated_rows: number; status: "done" }
  | { date: string; generated_rows: 0; status: "error"; error: string };

/** `{}` before the first claim, `{dates, warnings}` while active, all of it at the end. */
export interface JobResult {
  dates?: DayResult[];
  warnings?: Warning[];
  generated_rows?: number;
  processed_days?: number;
  total_days?: number;
  errors?: string[];
}

/** What D1 shows of a job. */
export interface JobView {
  id: number;
  version: number;
  status: JobStatus;
  status_message: string;
  task_id: string;
  progress_current: number;
  progress_total: number;
  generated_rows: number;
  result: JobResult;
  error_log: string | null;
  started_at: number | null;
  finished_at: number | null;
}

const errorOf = ({ error }: Unit): string => (error ? `${error}: ${SENTENCES[error]}` : "");

const dayResult = (unit: Unit): DayResult =>
  unit.state === "done"
    ? { date: unit.date, generated_rows: unit.rows, status: "done" }
    : { date: unit.date, generated_rows: 0, status: "error", error: errorOf(unit) };

const errorsOf = (finished: readonly Unit[]): string[] =>
  finished.filter(({ state }) => state === "error").map((unit) => `${unit.date}: ${errorOf(unit)}`);

function resultOf(job: Job, active: boolean, finished: readonly Unit[]): JobResult {
  if (active && !job.begun) return {};
  const dates = finished.map((unit) => dayResult(unit));
  const warnings = finished.flatMap((unit) => unit.warnings);
  if (active) return { dates, warnings };
  return {
    dates,
    warnings,
    generated_rows: generatedRows(job),
    processed_days: finished.length,
    total_days: job.units.length,
    errors: errorsOf(finished),
  };
}

export function viewOf(job: Job): JobView {
  const status = statusOf(job);
  const active = status === "PENDING" || status === "RUNNING";
  const finished = job.units.filter(isFinished);
  const errors = active ? [] : errorsOf(finished);
  const progress = `${finished.length} of ${job.units.length} days processed`;
  return {
    id: job.id,
    version: job.version,
    status,
    status_message: status === "PENDING" ? "Queued" : progress,
    task_id: job.run,
    progress_current: finished.length,
    // A job that nobody ever claimed and that was cancelled never had a total.
    progress_total: job.begun || finished.length > 0 ? job.units.length : 0,
    generated_rows: generatedRows(job),
    result: resultOf(job, active, finished),
    error_log: errors.length > 0 ? errors.join("\n") : null,
    started_at: job.startedAt,
    finished_at: job.finishedAt,
  };
}
