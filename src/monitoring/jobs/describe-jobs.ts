import { z } from "zod";
import { describe, describeParameters } from "#http";
import { fault } from "../errors/fault.ts";
import {
  bodyErrors,
  exported,
  operation,
  scopeHeaders,
  typePath,
  usualErrors,
} from "../operation.ts";
import { listSchema, pagingQuery, rowSchema } from "../report.schemas.ts";
import { JOB_FIELDS, JOB_LIST_FIELDS } from "./job-fields.ts";
import { generateBody, includedAcademies, jobsFilter, params, result } from "./jobs.schemas.ts";

const jobPath = typePath.extend({ job_id: z.string().describe("Digits.") });

const jobParameters = [
  describeParameters("param", jobPath),
  describeParameters("header", scopeHeaders),
] as const;

const errors = { ...usualErrors, NOT_FOUND: fault("report-generation-job-not-found", {}) };

const item = rowSchema(JOB_LIST_FIELDS)
  .extend({ included_academies: includedAcademies })
  .meta({ id: "GenerationJobListItem" });

const job = rowSchema(JOB_FIELDS)
  .extend({ included_academies: includedAcademies, params, result })
  .meta({ id: "GenerationJob" });

const started = z.union([job, z.array(job)]);

/** What the routes of generation jobs say of themselves. */
export const describeJobs = {
  list: [
    describe({
      ...operation,
      summary: "List generation jobs",
      description: "Batches whose academies are all in scope, and the academy jobs of others.",
      success: { status: 200, description: "A page.", schema: listSchema(item), ...exported },
      errors: { ...usualErrors, BAD_REQUEST: fault("invalid-status-filter", { values: "BOGUS" }) },
    }),
    describeParameters("query", jobsFilter.extend(pagingQuery.shape)),
    describeParameters("header", scopeHeaders),
  ],
  generate: [
    describe({
      ...operation,
      summary: "Generate the rows of some days",
      description:
        "Finds the active jobs that do what is asked for, or makes them. Several academies make a " +
        "batch, or an array of jobs when some of those asked for were dropped.",
      request: { "application/json": { schema: generateBody, example: { date: "2026-04-13" } } },
      success: { status: 202, description: "New jobs, as they begin.", schema: started },
      alsoAnswers: { 200: { description: "Jobs that were active.", schema: started } },
      errors: {
        ...usualErrors,
        BAD_REQUEST: fault("invalid-date-combination", {}),
        NOT_FOUND: fault("report-type-not-found", { type: "nope" }),
        ...bodyErrors,
      },
    }),
    describeParameters("param", typePath),
    describeParameters("header", scopeHeaders),
  ],
  read: [
    describe({
      ...operation,
      summary: "Read a generation job",
      success: { status: 200, description: "The job.", schema: job },
      errors,
    }),
    ...jobParameters,
  ],
  remove: [
    describe({
      ...operation,
      summary: "Delete an ended generation job",
      description: "The jobs of a batch go with it. Rows, alerts and coverage stay.",
      success: { status: 204, description: "It is gone." },
      errors: { ...errors, BAD_REQUEST: fault("cannot-delete-active-report-generation-job", {}) },
    }),
    ...jobParameters,
  ],
  cancel: [
    describe({
      ...operation,
      summary: "Cancel an active generation job",
      description: "When it answers, nothing more is written. A batch cancels its active jobs.",
      success: { status: 200, description: "The job, ended.", schema: job },
      errors: { ...errors, BAD_REQUEST: fault("cannot-cancel-terminal-report-generation-job", {}) },
    }),
    ...jobParameters,
  ],
  retry: [
    describe({
      ...operation,
      summary: "Run the days of an ended generation job that are not done",
      success: { status: 202, description: "The job, waiting again.", schema: job },
      errors: { ...errors, BAD_REQUEST: fault("cannot-retry-report-generation-job", {}) },
    }),
    ...jobParameters,
  ],
  events: [
    describe({
      ...operation,
      summary: "Watch a generation job",
      description:
        "`text/event-stream`: an event `job` now and after each change, with the job as data and " +
        "its version as id, then an event `end`. It closes after 15 minutes; a browser's " +
        "EventSource comes back by itself. There `?academy=` names the academies.",
      success: {
        status: 200,
        description: "Until the job has ended.",
        mediaType: "text/event-stream",
        schema: z.string(),
        example: 'id: 6\nevent: job\ndata: {"id":42}\n\nevent: end\ndata: {"status":"DONE"}\n\n',
      },
      errors,
    }),
    ...jobParameters,
  ],
} as const;
