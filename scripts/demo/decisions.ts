import type { Calendar } from "./calendar.ts";
import { CUSTOMERS, customer, PLACEMENTS } from "./catalogue.ts";
import { createRandom, type Random } from "./random.ts";
import type { DemoRecord } from "./record.ts";

const DAYS = 45;
const PER_DAY = 14;
const CHOSEN = 2;

type Placement = (typeof PLACEMENTS)[number];

export const decisionFlows = (): DemoRecord[] => [
  { id: "flow-1", key: "home-page", name: "Home page (synthetic)" },
  { id: "flow-2", key: "retention", name: "Retention (synthetic)" },
];

interface Decision {
  daysAgo: number;
  hour: number;
  trace: DemoRecord & { request_id: string; customer_id: string };
  selected: { offer_id: string; creative_id: string; rank: number }[];
  channel: string;
}

const without = (all: readonly Placement[], gone: readonly Placement[]) =>
  all.filter((one) => !gone.includes(one));

/** Who qualifies, who may be contacted, how the rest score: each list is what the last one left. */
function decide(random: Random, candidates: Placement[]) {
  const unqualified = candidates.filter(() => random.chance(0.15));
  const qualified = without(candidates, unqualified);
  const blocked = qualified.filter(() => random.chance(0.1));
  const scored = without(qualified, blocked)
    .map((one) => ({ ...one, score: Math.round((0.02 + random.next() * 0.95) * 1e4) / 1e4 }))
    .toSorted((a, b) => b.score - a.score)
    .map((one, index) => ({ ...one, rank: index + 1 }));
  return { unqualified, qualified, blocked, scored };
}

function resultsOf(candidates: Placement[], decided: ReturnType<typeof decide>) {
  const { unqualified, qualified, blocked, scored } = decided;
  return {
    candidate_count: candidates.length,
    after_qualification: qualified.length,
    after_suppression: qualified.length,
    after_contact_policy: scored.length,
    final_count: Math.min(scored.length, CHOSEN),
    qualification_results: candidates.map((one) => ({
      offer_id: one.offer,
      passed: !unqualified.includes(one),
      rule_id: "synthetic-rule",
    })),
    contact_policy_results: qualified.map((one) => ({
      offer_id: one.offer,
      blocked: blocked.includes(one),
      policy_id: "synthetic-frequency-cap",
    })),
    scoring_results: scored.map(({ offer, channel, creative, score, rank }) => ({
      offer_id: offer,
      channel_id: channel,
      creative_id: creative,
      score,
      propensity: score,
      rank,
    })),
  };
}

function makeDecision(calendar: Calendar, random: Random, daysAgo: number, number: number) {
  const hour = 7 + random.next() * 14;
  const channel = random.pick(["web", "email", "push", "agent"]);
  const candidates = PLACEMENTS.filter((one) => one.channel === channel);
  const decided = decide(random, candidates);
  const selected = decided.scored.slice(0, CHOSEN).map(({ offer, creative, score, rank }) => ({
    offer_id: offer,
    creative_id: creative,
    score,
    rank,
  }));
  const id = `${calendar.day(daysAgo)}-${number}`;
  const trace = {
    id: `trace-${id}`,
    customer_id: customer(random.whole(1, CUSTOMERS)),
    request_id: `request-${id}`,
    ...random.pick([{ decision_flow_id: "flow-1" }, { decision_flow_key: "retention" }]),
    channel_id: channel,
    created_at: calendar.at(daysAgo, hour),
    degraded_scoring: random.chance(daysAgo < 7 ? 0.12 : 0.03),
    total_latency_ms: random.whole(18, 160),
    ...resultsOf(candidates, decided),
    selected_offers: selected,
  };
  return { daysAgo, hour, trace, selected, channel };
}

function decisions(calendar: Calendar): Decision[] {
  const random = createRandom(51);
  const made: Decision[] = [];
  for (let daysAgo = DAYS - 1; daysAgo >= 0; daysAgo -= 1) {
    for (let number = 1; number <= PER_DAY; number += 1) {
      const decision = makeDecision(calendar, random, daysAgo, number);
      if (calendar.isPast(daysAgo, decision.hour)) made.push(decision);
    }
  }
  return made;
}

export const decisionTraces = (calendar: Calendar): DemoRecord[] =>
  decisions(calendar).map(({ trace }) => trace);

/** What customers did with what the decisions chose for them. */
export function decisionEvents(calendar: Calendar): DemoRecord[] {
  const random = createRandom(52);
  return decisions(calendar).flatMap(({ trace, selected, channel }) =>
    selected.flatMap(({ offer_id, creative_id, rank }) => {
      const event = {
        customer_id: trace.customer_id,
        offer_id,
        creative_id,
        channel_id: channel,
        timestamp: trace["created_at"],
        recommendation_id: trace.request_id,
        rank,
      };
      const outcomes = random.chance(0.12 / rank) ? ["impression", "click"] : ["impression"];
      return outcomes.map((outcome) => ({
        ...event,
        id: `${trace.request_id}-${rank}-${outcome}`,
        outcome,
      }));
    }),
  );
}
