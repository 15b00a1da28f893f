import { z } from "zod";

const id = (about: string) => z.string().min(1).max(255).describe(about);

const fields = {
  customerId: id("Whose outcome it is."),
  outcome: id("The key of a registered outcome type.").nullish(),
  interactionType: id("Another name of `outcome`.").nullish(),
  idempotencyKey: id("Names this outcome: sent again, it is not counted again.").nullish(),
  creativeId: id("The creative that was answered; tells offer and channel.").nullish(),
  treatmentId: id("Another name of `creativeId`.").nullish(),
  recommendationId: id("The `request_id` of the decision that was answered.").nullish(),
  rank: z.int().min(1).max(1_000_000).describe("Place in that decision, from 1.").nullish(),
  offerId: id("The offer that was answered.").nullish(),
  channelId: id("Where; of a creative, its own channel counts.").nullish(),
  timestamp: z.iso
    .datetime({ offset: true, message: "must be a time like 2026-03-01T10:00:00Z or …+02:00" })
    .describe("When, ISO-8601 with a zone; default now, at most 5 minutes ahead.")
    .nullish(),
  conversionValue: z.number().min(-1e9).max(1e9).describe("Negative for a refund.").nullish(),
  direction: z
    .enum(["inbound", "outbound"])
    .describe("Who began it; default by the outcome: outbound for impressions, else inbound.")
    .nullish(),
  context: z.record(z.string(), z.unknown()).describe("Whatever else is known.").nullish(),
  placementId: z.unknown().optional().describe("Kept in the context."),
  outcomeDetails: z.unknown().optional().describe("Kept in the context."),
  attributes: z.unknown().optional().describe("Kept in the context."),
  interactionId: z.unknown().optional().describe("The sender's own id; kept in the context."),
};

/** Fields with two names, the first of which is ours. */
const ALIASES = [
  ["outcome", "interactionType"],
  ["creativeId", "treatmentId"],
] as const;

/** Something to answer for: a creative, a place in a recommendation, or an offer. */
const names = "creativeId, recommendationId with rank, or offerId";

const refused = (param: string, message: string) => ({
  code: "custom" as const,
  path: [param],
  message,
});

type Sent = z.output<z.ZodObject<typeof fields>>;

function checkTogether(sent: Sent, issues: z.core.$RefinementCtx<Sent>): void {
  for (const [own, alias] of ALIASES) {
    const [value, other] = [sent[own] ?? undefined, sent[alias] ?? undefined];
    if (value !== undefined && other !== undefined && value !== other) {
      issues.addIssue(refused(alias, `differs from ${own}: send one of the two`));
    }
  }
  if (!(sent.outcome ?? sent.interactionType)) issues.addIssue(refused("outcome", "is required"));
  if (sent.creativeId ?? sent.treatmentId ?? sent.offerId) return;
  if (!sent.recommendationId) issues.addIssue(refused("offerId", `is required: give ${names}`));
  else if (!sent.rank) issues.addIssue(refused("rank", "is required with recommendationId"));
}

/** One outcome with its aliases resolved. */
export const outcome = z
  .strictObject(fields)
  .superRefine(checkTogether)
  .transform(({ interactionType, treatmentId, ...sent }) => ({
    ...sent,
    outcome: sent.outcome ?? interactionType ?? "",
    creativeId: sent.creativeId ?? treatmentId ?? undefined,
  }))
  .meta({ id: "Outcome" });

export type Outcome = z.output<typeof outcome>;

export const headers = z.object({
  "idempotency-key": z.string().optional().describe("In place of the body's `idempotencyKey`."),
});

export const MAX_OUTCOMES = 1_000;

/** Items are looked at one by one, so that a bad one stops no other. */
export const outcomes = z.strictObject({
  outcomes: z
    .array(z.unknown())
    .min(1)
    .max(MAX_OUTCOMES)
    .describe("Outcomes as in /respond; without `idempotencyKey` each is a new one."),
});

/** What callers send, for the OpenAPI description. */
export const outcomesBody = z.object({ outcomes: z.array(outcome).min(1).max(MAX_OUTCOMES) });

export const recorded = z
  .object({
    success: z.literal(true),
    interactionId: z.string(),
    offerId: z.string().nullable(),
    creativeId: z.string().nullable(),
    channelId: z.string().nullable(),
    outcome: z.string(),
    duplicate: z.boolean().describe("Whether it was recorded before; nothing was written then."),
  })
  .meta({ id: "RecordedOutcome" });

export const recordedInBulk = z
  .object({
    processed: z.int().describe("Outcomes in the request."),
    succeeded: z.int().describe("Recorded, now or before."),
    failed: z.int(),
    errors: z.array(
      z.object({ index: z.int().describe("Which outcome, from 0."), error: z.string() }),
    ),
  })
  .meta({ id: "RecordedOutcomes" });
