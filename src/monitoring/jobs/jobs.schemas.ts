import { z } from "zod";

const date = z.iso.date();

/** Fields of a job that are more than their kind tells. */
export const includedAcademies = z
  .array(
    z.object({
      id: z.int(),
      slug: z.string().nullable().describe("Null when the academy is gone, as is the name."),
      name: z.string().nullable(),
    }),
  )
  .nullable()
  .describe("Of a parent; else null.");

export const params = z
  .looseObject({
    requested_academy_ids: z.array(z.int()),
    applied_academy_ids: z.array(z.int()),
    resolution: z.enum(["full", "partial"]),
  })
  .describe("The dates as they were sent, and what became of the academies.");

const dayResult = z.object({
  date,
  generated_rows: z.int(),
  status: z.enum(["done", "error"]),
  error: z.string().optional(),
});

export const result = z
  .object({
    dates: z.array(dayResult),
    warnings: z.array(z.object({ code: z.string(), date, count: z.int() })),
    generated_rows: z.int(),
    processed_days: z.int(),
    total_days: z.int(),
    errors: z.array(z.string()),
  })
  .partial()
  .describe("Empty before the first day begins and on parents; whole when the job has ended.");

/** The body of a generation as readers of the description see it; it is read by its own rules. */
export const generateBody = z
  .object({
    date: date.describe("One day."),
    date_start: date.describe("With `date_end`: at most 90 days, both included."),
    date_end: date,
    days_back: z.int().min(1).max(90).describe("So many days, the last of them yesterday."),
    force: z.boolean().describe("Always makes new jobs."),
    academy: z.int().describe("Must be one of the academies in scope; does not narrow them."),
  })
  .partial()
  .describe("Exactly one of `date`, `date_start` with `date_end`, `days_back`.");

/** What the list of jobs takes beside the paging keys. */
export const jobsFilter = z.object({
  status: z.string().optional().describe("Statuses, comma-separated, in any case."),
  report_type: z.string().optional().describe("A report type."),
});
