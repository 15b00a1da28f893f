import { noon } from "./fixtures.ts";

export interface Entry {
  offer_id: string;
  score: number;
  propensity?: number | null;
  rank?: number | null;
  channel_id?: string | null;
  creative_id?: string | null;
  offer_name?: string | null;
}

/** A decision trace as callers send it. */
export interface Trace {
  id: string;
  customer_id: string;
  created_at: string;
  request_id?: string | null;
  decision_flow_id?: string | null;
  decision_flow_key?: string | null;
  channel_id?: string | null;
  degraded_scoring?: boolean | null;
  total_latency_ms?: number | null;
  candidate_count?: number | null;
  after_qualification?: number | null;
  after_suppression?: number | null;
  after_contact_policy?: number | null;
  final_count?: number | null;
  qualification_results?: { offer_id: string; passed: boolean }[] | null;
  contact_policy_results?: { offer_id: string; blocked: boolean }[] | null;
  scoring_results?: Entry[] | null;
  selected_offers?: { offer_id: string; creative_id?: string; rank?: number | null }[] | null;
}

const scores = (of: Record<string, number>): Entry[] =>
  Object.entries(of).map(([offer, score]) => ({ offer_id: `off${offer}`, score }));

const figures = (total_latency_ms: number, counts: readonly number[]) => {
  const [
    candidate_count,
    after_qualification,
    after_suppression,
    after_contact_policy,
    final_count,
  ] = counts.map((count): number | null => count);
  return {
    total_latency_ms,
    candidate_count: candidate_count ?? null,
    after_qualification: after_qualification ?? null,
    after_suppression: after_suppression ?? null,
    after_contact_policy: after_contact_policy ?? null,
    final_count: final_count ?? null,
  };
};

const base = (id: string, customer_id: string) => ({
  id,
  customer_id,
  created_at: noon(1),
  decision_flow_id: "f1",
  decision_flow_key: "main",
  channel_id: "chE",
});

/** Fixture C: four decisions of yesterday. */
const decisions: Trace[] = [
  {
    ...base("t1", "c1"),
    ...figures(40, [3, 3, 3, 3, 1]),
    scoring_results: scores({ A: 0.9, B: 0.5, C: 0.3 }),
    selected_offers: [{ offer_id: "offA" }],
  },
  {
    ...base("t2", "c2"),
    ...figures(50, [2, 2, 2, 2, 1]),
    scoring_results: scores({ B: 0.8, A: 0.6 }),
    selected_offers: [{ offer_id: "offB" }],
  },
  {
    ...base("t3", "c3"),
    ...figures(60, [2, 2, 2, 1, 1]),
    contact_policy_results: [{ offer_id: "offA", blocked: true }],
    scoring_results: scores({ B: 0.7 }),
    selected_offers: [{ offer_id: "offB" }],
  },
  {
    ...base("t4", "c4"),
    ...figures(300, [3, 2, 2, 2, 2]),
    qualification_results: [{ offer_id: "offA", passed: false }],
    scoring_results: scores({ B: 0.4, C: 0.35 }),
    selected_offers: [
      { offer_id: "offB", rank: 1 },
      { offer_id: "offC", rank: 2 },
    ],
  },
];

export const traced = {
  decision_flows: [{ id: "f1", key: "main" }],
  decision_traces: decisions,
};
