import { z } from "zod";

const time = z.iso.datetime();
const method = z.enum(["link", "download_token"]);
const success = z.literal(true);
const url = z.string().meta({ example: "/api/reports/shared/<token>" });

/** For readers of the description: the fields are checked in an order of their own. */
export const newShare = z
  .object({
    method,
    expires_in_hours: z
      .int()
      .min(1)
      .max(720)
      .nullish()
      .describe("link: 1 to 720, default 168; download_token: 1 to 24, default 24."),
    max_uses: z
      .int()
      .min(1)
      .max(1_000)
      .nullish()
      .describe("Default: unlimited for a link, 1 for a download_token."),
    message: z.string().max(2_000).nullish().describe("Comes back in the answer; not kept."),
  })
  .meta({ id: "NewReportShare" });

export const shareAnswer = z.object({
  success,
  data: z
    .object({
      share_id: z.uuid(),
      method,
      share_url: url.optional().describe("Of a link. Told only here."),
      download_token: z.string().optional().describe("Of a download_token. Told only here."),
      download_url: url.optional(),
      expires_at: time.describe("Not after the report's own."),
      max_uses: z.int().nullable(),
      message: z.string().nullable(),
    })
    .meta({ id: "NewReportShareAnswer" }),
});

export const shareList = z.object({
  success,
  data: z.object({
    shares: z.array(
      z
        .object({
          id: z.uuid(),
          method,
          created_at: time,
          expires_at: time,
          max_uses: z.int().nullable(),
          uses: z.int(),
          last_used_at: time.nullable(),
          revoked_at: time.nullable(),
        })
        .meta({ id: "ReportShare" }),
    ),
    count: z.int(),
  }),
});

export const sharePath = z.object({
  id: z.string().describe("The id of a report."),
  share_id: z.string().describe("The id of a share."),
});

export const tokenPath = z.object({ token: z.string().describe("The token of a share.") });
