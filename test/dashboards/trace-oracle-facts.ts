import type { Entry, Trace } from "./trace-fixtures.ts";

const DAY = 86_400_000;

/** What the recomputation knows beside the traces. */
export interface World {
  now: number;
  offers: { id: string; name: string; category_id?: string | null }[];
  channels: { id: string; name: string }[];
  members: string[];
  flows: { id: string; key: string }[];
}

export const round = (x: number, decimals: number): number => {
  const scaled = Math.round((Math.abs(x) + Number.EPSILON) * 10 ** decimals) / 10 ** decimals;
  return Math.sign(x) * scaled || 0;
};
export const rate = (n: number, d: number, decimals: number) =>
  d > 0 ? round(n / d, decimals) : 0;
export const text = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
export const ten = (of: (at: number) => number) => Array.from({ length: 10 }, (_, at) => of(at));

export const time = (trace: Trace): number => Date.parse(trace.created_at);

/** Newest first. */
export function sample(traces: Trace[], from: number, to: number, cap: number): Trace[] {
  return traces
    .filter((one) => time(one) >= from && time(one) <= to)
    .toSorted((a, b) => time(b) - time(a) || text(b.id, a.id))
    .slice(0, cap);
}

export const windowFrom = ({ now }: World, days: number): number =>
  Math.floor(now / DAY) * DAY - days * DAY;

export const isRank = (rank: number | null | undefined): rank is number =>
  typeof rank === "number" && Number.isInteger(rank) && rank >= 1;

/** Of each scoring entry its rank: its own, else its place by score, as listed on ties. */
function rankedEntries(trace: Trace): { entry: Entry; rank: number }[] {
  const entries = trace.scoring_results ?? [];
  return entries.map((entry, listed) => {
    const before = entries.filter(
      (other, at) => other.score > entry.score || (other.score === entry.score && at < listed),
    );
    return { entry, rank: isRank(entry.rank) ? entry.rank : before.length + 1 };
  });
}

export const scoreOf = (entry: Entry): number => entry.propensity ?? entry.score;

interface Fact {
  rejected: boolean;
  passed: boolean;
  blocked: boolean;
  scored: boolean;
  selected: boolean;
  rank: number;
  score: number;
}

export function factOf(trace: Trace, offer: string): Fact {
  const about = <T extends { offer_id: string }>(list: T[] | null | undefined): T[] =>
    (list ?? []).filter(({ offer_id }) => offer_id === offer);
  const own = rankedEntries(trace).filter(({ entry }) => entry.offer_id === offer);
  const rank = Math.min(...own.map((one) => one.rank));
  const best = own.find((one) => one.rank === rank);
  return {
    rejected: about(trace.qualification_results).some(({ passed }) => !passed),
    passed: about(trace.qualification_results).some(({ passed }) => passed),
    blocked: about(trace.contact_policy_results).some(({ blocked }) => blocked),
    scored: own.length > 0,
    selected: about(trace.selected_offers).length > 0,
    rank,
    score: best ? scoreOf(best.entry) : Number.NaN,
  };
}

export const offersIn = (traces: Trace[]): string[] => [
  ...new Set(
    traces.flatMap((trace) =>
      [
        trace.qualification_results,
        trace.contact_policy_results,
        trace.scoring_results,
        trace.selected_offers,
      ].flatMap((list) => (list ?? []).map(({ offer_id }) => offer_id)),
    ),
  ),
];

export const isEligible = (fact: Fact): boolean =>
  fact.scored || fact.selected || (!fact.rejected && (fact.blocked || fact.passed));

export const nameOf = (world: World, offer: string): string | undefined =>
  world.offers.find(({ id }) => id === offer)?.name;

export const mean = (values: number[]): number =>
  values.length === 0
    ? 0
    : round(
        round(
          values.reduce((sum, one) => sum + one, 0),
          6,
        ) / values.length,
        3,
      );
