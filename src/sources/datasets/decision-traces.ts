import { integer } from "drizzle-orm/sqlite-core";
import { z } from "zod";
import { utcDay } from "#shared";
import { defineDataset } from "../dataset.ts";
import { flag, id, integerFrom, list, number, optional, time } from "../fields.ts";
import { traceDaysRollup } from "../rollups/trace-days.rollup.ts";
import { scoredOfferCount, traceOffersRollup } from "../rollups/trace-offers.rollup.ts";

const offer = z.string().min(1).max(255);
const label = z.string().max(10_000).nullish();
const place = z.int().nullish();
const amount = () => integerFrom(0, Number.MAX_SAFE_INTEGER, "Offers left after this stage.");

const qualification = z.strictObject({
  offer_id: offer,
  passed: z.boolean(),
  rule_id: label,
  reason: label,
});
const contactPolicy = z.strictObject({
  offer_id: offer,
  blocked: z.boolean(),
  policy_id: label,
  rule_type: label,
  reason: label,
});
const scoring = z.strictObject({
  offer_id: offer,
  score: z.number(),
  propensity: z.number().nullish(),
  rank: place,
  channel_id: label,
  creative_id: label,
  offer_name: label,
});
const selection = z.strictObject({
  offer_id: offer,
  creative_id: label,
  score: z.number().nullish(),
  rank: place,
});

export const decisionTraces = defineDataset({
  name: "decision_traces",
  about: "How a decision came about: who qualified, who scored, who was chosen.",
  key: ["id"],
  fields: {
    id: id("Trace id."),
    customer_id: id("Whom the decision was for."),
    request_id: optional(id("The recommendation request.")),
    decision_flow_id: optional(id("Flow by id.")),
    decision_flow_key: optional(id("Flow by key.")),
    channel_id: optional(id("Channel asked for.")),
    created_at: time("When."),
    degraded_scoring: optional(flag("Whether the model did not answer.")),
    total_latency_ms: optional(number("How long it took, in milliseconds.")),
    candidate_count: optional(amount()),
    after_qualification: optional(amount()),
    after_suppression: optional(amount()),
    after_contact_policy: optional(amount()),
    final_count: optional(amount()),
    qualification_results: optional(list(qualification, "Rules checked.")),
    contact_policy_results: optional(list(contactPolicy, "Contact policies checked.")),
    scoring_results: optional(list(scoring, "Scores given.")),
    selected_offers: optional(list(selection, "Offers chosen.")),
  },
  derived: {
    day: { column: integer, of: ({ created_at }) => utcDay(created_at) },
    scored_count: {
      column: integer,
      of: ({ scoring_results }) => scoredOfferCount(scoring_results),
    },
  },
  indexes: {
    // With what samples are filtered by: a rare filter then passes over index entries, not rows.
    time: ["created_at", "id", "channel_id", "decision_flow_id", "decision_flow_key"],
    customer: ["customer_id", "created_at"],
    request: ["request_id", "created_at", "id"],
  },
  clockFields: ["created_at"],
  // Days first: what the traces counted until now is told by facts that the other then replaces.
  rollups: [traceDaysRollup, traceOffersRollup],
});
