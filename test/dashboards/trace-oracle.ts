import {
  factOf,
  isEligible,
  isRank,
  mean,
  nameOf,
  offersIn,
  rate,
  round,
  sample,
  scoreOf,
  ten,
  text,
  time,
  windowFrom,
  type World,
} from "./trace-oracle-facts.ts";
import type { Entry, Trace } from "./trace-fixtures.ts";

interface Filters {
  days: number;
  isMember: boolean;
  channel: string | undefined;
  category: string | undefined;
  flow: string | undefined;
}

function passes(world: World, trace: Trace, { isMember, channel, flow }: Filters): boolean {
  if (isMember && !world.members.includes(trace.customer_id)) return false;
  if (channel !== undefined && trace.channel_id !== channel) return false;
  if (flow === undefined) return true;
  const ids = [flow, ...world.flows.filter(({ key }) => key === flow).map(({ id }) => id)];
  const keys = [flow, ...world.flows.filter(({ id }) => id === flow).map(({ key }) => key)];
  return ids.includes(trace.decision_flow_id ?? "") || keys.includes(trace.decision_flow_key ?? "");
}

export function selectionFrequency(world: World, traces: Trace[], filters: Filters) {
  const from = windowFrom(world, filters.days);
  const passing = traces.filter((trace) => passes(world, trace, filters));
  const read = sample(passing, from, world.now, 10_000);
  const rows = offersIn(read).map((offerId) => {
    const facts = read.map((trace) => factOf(trace, offerId));
    const scored = facts.filter((fact) => fact.scored);
    const eligibleCount = facts.filter(isEligible).length;
    const selectedCount = facts.filter((fact) => fact.selected).length;
    const ranks = scored.reduce((sum, { rank }) => sum + rank, 0);
    return {
      offerId,
      offerName: nameOf(world, offerId) ?? offerId,
      eligibleCount,
      scoredCount: scored.length,
      selectedCount,
      selectionRate: rate(selectedCount, eligibleCount, 3),
      avgRank: rate(ranks, scored.length, 1),
      rankDistribution: ten((at) => scored.filter(({ rank }) => rank === at + 1).length),
    };
  });
  const categoryOf = (id: string) => world.offers.find((one) => one.id === id)?.category_id;
  const kept = rows.filter(
    ({ offerId, eligibleCount }) =>
      eligibleCount > 0 &&
      (filters.category === undefined || categoryOf(offerId) === filters.category),
  );
  return {
    data: kept.toSorted(
      (a, b) =>
        b.selectedCount - a.selectedCount ||
        b.eligibleCount - a.eligibleCount ||
        text(a.offerId, b.offerId),
    ),
    totalTraces: read.length,
    period: { days: filters.days, since: new Date(from).toISOString() },
  };
}

function winnerOf(trace: Trace): string | undefined {
  const ranked = (trace.selected_offers ?? []).map(({ offer_id, rank }, listed) => ({
    offer_id,
    rank: isRank(rank) ? rank : Number.POSITIVE_INFINITY,
    listed,
  }));
  const best = Math.min(...ranked.map(({ rank }) => rank));
  return ranked.find(({ rank }) => rank === best)?.offer_id;
}

export function whyNotRanked(world: World, traces: Trace[], offerId: string, filters: Filters) {
  const from = windowFrom(world, filters.days);
  const passing = traces.filter((trace) => passes(world, trace, filters));
  const read = sample(passing, from, world.now, 1_000);
  const facts = read.map((trace) => ({ trace, fact: factOf(trace, offerId) }));
  const selected = facts.filter(({ fact }) => fact.selected);
  const rest = facts.filter(({ fact }) => !fact.selected);
  const rejected = rest.filter(({ fact }) => fact.rejected);
  const blocked = rest.filter(({ fact }) => !fact.rejected && fact.blocked);
  const beaten = rest.filter(({ fact }) => !fact.rejected && !fact.blocked && fact.scored);
  const scored = facts.filter(({ fact }) => fact.scored).map(({ fact }) => fact);
  const winners = beaten.flatMap(({ trace }) => winnerOf(trace) ?? []);
  const timesEligible = selected.length + rejected.length + blocked.length + beaten.length;
  return {
    offerId,
    offerName: nameOf(world, offerId),
    timesEligible,
    timesSelected: selected.length,
    missRate: timesEligible > 0 ? round(1 - selected.length / timesEligible, 3) : 0,
    missReasons: {
      scoredTooLow: beaten.length,
      filteredByContactPolicy: blocked.length,
      filteredByQualification: rejected.length,
      beatenBy: [...new Set(winners)]
        .map((id) => ({
          offerId: id,
          offerName: nameOf(world, id) ?? id,
          count: winners.filter((winner) => winner === id).length,
        }))
        .toSorted((a, b) => b.count - a.count || text(a.offerId, b.offerId))
        .slice(0, 5),
    },
    rankDistribution: ten((at) => scored.filter(({ rank }) => rank === at + 1).length),
    avgScore: mean(scored.map(({ score }) => score)),
    period: { days: filters.days, since: new Date(from).toISOString() },
    sampleSize: read.length,
    sampleCap: 1000,
  };
}

export type GroupBy = "channel" | "offer" | "category";

function dimensionOf(world: World, trace: Trace, entry: Entry, groupBy: GroupBy) {
  if (groupBy === "channel") {
    const id = entry.channel_id ?? trace.channel_id ?? undefined;
    return { id, name: world.channels.find((one) => one.id === id)?.name };
  }
  const offer = world.offers.find(({ id }) => id === entry.offer_id);
  if (groupBy === "offer") return { id: entry.offer_id, name: offer?.name };
  return { id: offer?.category_id ?? undefined, name: undefined };
}

export function scoreDistribution(
  world: World,
  traces: Trace[],
  { days, groupBy, filterId }: { days: number; groupBy?: GroupBy; filterId?: string },
) {
  const read = sample(traces, windowFrom(world, days), world.now, 10_000);
  const all = read.flatMap((trace) =>
    (trace.scoring_results ?? []).map((entry) => ({
      score: scoreOf(entry),
      dimension: groupBy && dimensionOf(world, trace, entry, groupBy),
    })),
  );
  const entries =
    groupBy && filterId !== undefined
      ? all.filter(({ dimension }) => dimension?.id === filterId)
      : all;
  const bucket = (s: number) => Math.min(9, Math.max(0, Math.floor(s * 10 + 1e-9)));
  const ids = new Set(entries.flatMap(({ dimension }) => dimension?.id ?? []));
  return {
    data: ten((at) => entries.filter(({ score }) => bucket(score) === at).length).map(
      (count, at) => ({ name: `${(at / 10).toFixed(1)}-${((at + 1) / 10).toFixed(1)}`, count }),
    ),
    totalScores: entries.length,
    hasRealData: entries.length > 0,
    groupBy: groupBy ?? null,
    dimensionBuckets: [...ids]
      .map((name) => {
        const own = entries.filter(({ dimension }) => dimension?.id === name);
        return {
          name,
          dimName: own[0]?.dimension?.name ?? name,
          count: own.length,
          avgScore: mean(own.map(({ score }) => score)),
        };
      })
      .toSorted((a, b) => b.count - a.count || text(a.dimName, b.dimName) || text(a.name, b.name)),
  };
}

/** Degraded traces, and those with a scoring entry or degraded, of `from ≤ t ≤ to`. */
export function degradedCounts(traces: Trace[], from: number, to: number) {
  const read = traces.filter((one) => time(one) >= from && time(one) <= to);
  const isDegraded = (one: Trace) => one.degraded_scoring === true;
  return {
    degraded: read.filter(isDegraded).length,
    scoring: read.filter((one) => isDegraded(one) || (one.scoring_results ?? []).length > 0).length,
  };
}
