import { z } from "zod";
import { FORMATS, PRIORITIES, STATUSES } from "./document.ts";

const time = z.iso.datetime();

const reportTemplate = z.object({
  id: z.string(),
  name: z.string(),
  display_name: z.string(),
  description: z.string(),
  category: z.string(),
  required_role: z.enum(["user", "admin"]),
  security_level: z.string(),
  requires_scrambling: z.boolean(),
});

const report = z
  .object({
    id: z.uuid().describe("Lower-case UUID v4."),
    title: z.string(),
    description: z.string().nullable(),
    status: z.enum(STATUSES),
    priority: z.enum(PRIORITIES),
    progress_percentage: z.int().describe("0 to 100; never falls within an attempt."),
    queue_position: z.int().nullable().describe("From 1, while it is queued."),
    estimated_completion: time.nullable(),
    created_at: time,
    updated_at: time,
    started_at: time.nullable(),
    completed_at: time.nullable().describe("Set in every terminal state."),
    expires_at: time.describe("From then on every read is 404."),
    output_format: z.enum(FORMATS),
    file_size_bytes: z.int().nullable(),
    result_size_bytes: z.int().nullable().describe("The same."),
    result_file_id: z.string().nullable(),
    download_url: z.string().nullable().describe("Once completed."),
    download_count: z.int(),
    template_id: z.string(),
    template_name: z.string(),
    template: reportTemplate,
    honey_jar_id: z.string().nullable(),
    scrambling_enabled: z.boolean().describe("Asked for, or required by the template."),
    pii_detected: z.boolean(),
    risk_level: z.enum(["low", "medium", "high"]),
    error_message: z.string().nullable().describe("`CODE: sentence`, only in `failed`."),
    retry_count: z.int(),
    max_retries: z.int(),
    generated_by: z.string(),
    access_type: z.literal("user-owned"),
  })
  .meta({ id: "Report" });

export type Report = z.infer<typeof report>;

const reportDetails = report
  .extend({
    parameters: z.record(z.string(), z.unknown()),
    result_summary: z.record(z.string(), z.unknown()).nullable().describe("Once completed."),
  })
  .meta({ id: "ReportDetails" });

export type ReportDetails = z.infer<typeof reportDetails>;

const success = z.literal(true);

export const createdAnswer = z.object({
  success,
  data: z.object({
    report,
    queue_position: z.int().nullable(),
    estimated_completion: time.nullable(),
  }),
});

export const listAnswer = z.object({
  success,
  data: z.object({
    reports: z.array(report.extend({ owner_id: z.string().optional() })),
    pagination: z.object({
      total: z.int(),
      limit: z.int(),
      offset: z.int(),
      has_more: z.boolean(),
    }),
  }),
});

export const detailsAnswer = z.object({
  success,
  report: reportDetails,
  data: z.object({ report: reportDetails }),
});

export const doneAnswer = z.object({ success, message: z.string() });

export const retryAnswer = z.object({
  success,
  report_id: z.uuid(),
  status: z.literal("queued"),
  message: z.string(),
  data: z.object({ queue_position: z.int().nullable(), estimated_completion: time.nullable() }),
});

/** For readers of the description: the fields are checked in an order of their own. */
export const newReport = z
  .object({
    template_id: z.string().describe("The id of a template."),
    title: z.string().describe("1 to 255 characters after trimming; plain text."),
    description: z.string().max(2_000).nullish(),
    priority: z.enum(PRIORITIES).optional().describe("Default normal."),
    parameters: z
      .record(z.string(), z.unknown())
      .optional()
      .describe(
        "What the template asks for. Of every template: `page_size` (A4, Letter) and `language` (BCP 47). AI templates need `user_query`. Unknown names are kept and named in `ignored_parameters` of the result.",
      ),
    output_format: z
      .enum(FORMATS)
      .optional()
      .describe("One of the template's; default pdf, or else its first."),
    honey_jar_id: z.string().nullish().describe("A honey jar of the tenant to draw on."),
    scrambling_enabled: z
      .boolean()
      .optional()
      .describe("Default true. A template that requires scrambling overrules false."),
  })
  .meta({ id: "NewReport" });

export const reportPath = z.object({ id: z.string().describe("The id of a report.") });

/** Out of range is clamped, not a number is the default. */
export const clamped = (about: string, low: number, high: number, fallback: number) =>
  z
    .string()
    .optional()
    .transform((text) => {
      const value = /^\s*[+-]?\d+\s*$/.test(text ?? "") ? Number(text) : fallback;
      return Math.min(high, Math.max(low, value));
    })
    .pipe(z.int().min(low).max(high))
    .describe(`${about} Default ${fallback}; clamped to ${low}–${high}.`)
    .meta({ type: "integer", minimum: low, maximum: high, default: fallback });

export const listQuery = z.object({
  limit: clamped("How many to list.", 1, 100, 50),
  offset: clamped("How many to skip.", 0, 1_000_000, 0),
  // Checked by hand: the text of the refusal names the value.
  status: z
    .string()
    .optional()
    .describe(`One of ${STATUSES.join(", ")}.`),
  search: z
    .string()
    .optional()
    .describe("Part of title or description, in any case. The first 200 characters count."),
  owner: z.string().optional().describe("`all`: everybody's, for admins; adds `owner_id`."),
});

export type ListQuery = z.infer<typeof listQuery>;
