import { z } from "zod";
import { page, words } from "../neighbour.schemas.ts";

const text = z.string().nullable();
const number = z.number().nullable();
const rank = z.int().nullable();

const qualification = z.object({
  offerId: z.string(),
  passed: z.boolean(),
  ruleId: text,
  reason: text,
});
const contactPolicy = z.object({
  offerId: z.string(),
  blocked: z.boolean(),
  policyId: text,
  ruleType: text,
  reason: text,
});
const scoring = z.object({
  offerId: z.string(),
  score: z.number(),
  propensity: number,
  rank,
  channelId: text,
  creativeId: text,
  offerName: text,
});
const selected = z.object({ offerId: z.string(), creativeId: text, score: number, rank });

/** The lists of a trace; absent ones are empty. */
export const LISTS = {
  qualificationResults: qualification,
  contactPolicyResults: contactPolicy,
  scoringResults: scoring,
  selectedOffers: selected,
} as const;

const scalars = {
  id: z.string(),
  customerId: z.string(),
  requestId: text,
  decisionFlowId: text,
  decisionFlowKey: text,
  channelId: text,
  createdAt: z.iso.datetime(),
  degradedScoring: z.boolean(),
  totalLatencyMs: number,
  candidateCount: number,
  afterQualification: number,
  afterSuppression: number,
  afterContactPolicy: number,
  finalCount: number,
};

export const trace = z
  .object({
    ...scalars,
    qualificationResults: z.array(qualification),
    contactPolicyResults: z.array(contactPolicy),
    scoringResults: z.array(scoring),
    selectedOffers: z.array(selected),
  })
  .meta({ id: "DecisionTrace" });

export const traceHeader = z
  .object({ ...scalars, selectedOffers: z.array(selected) })
  .meta({ id: "DecisionTraceHeader" });

export type Trace = z.infer<typeof trace>;
export type TraceHeader = z.infer<typeof traceHeader>;

export const tracePath = z.object({ id: z.string().describe("The trace's id.") });

export const traceQuery = z.object({
  customerId: words("Only decisions for this customer."),
  requestId: words("Only decisions of this recommendation request."),
  ...page,
});

export type TraceQuery = z.output<typeof traceQuery>;

export const traceList = z
  .object({
    traces: z.array(traceHeader),
    total: z.int(),
    limit: z.int(),
    offset: z.int(),
  })
  .meta({ id: "DecisionTraceList" });
