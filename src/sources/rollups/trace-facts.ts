/** The lists of a decision trace, as ingestion has checked them. */
export interface TraceLists {
  qualification_results?: { offer_id: string; passed: boolean }[] | null;
  contact_policy_results?: { offer_id: string; blocked: boolean }[] | null;
  scoring_results?: Scoring[] | null;
  selected_offers?: { offer_id: string; rank?: number | null }[] | null;
}

interface Scoring {
  offer_id: string;
  score: number;
  propensity?: number | null;
  rank?: number | null;
  channel_id?: string | null;
  offer_name?: string | null;
}

/** A row of `trace_offers` but for tenant and trace. */
export interface TraceFact {
  offer_id: string;
  entry_no: number;
  rejected: number;
  passed: number;
  blocked: number;
  scored: number;
  selected: number;
  rank: number | null;
  selected_rank: number | null;
  score: number | null;
  channel_id: string | null;
  offer_name: string | null;
}

const isRank = (rank: number | null | undefined): rank is number =>
  Number.isInteger(rank) && (rank ?? 0) >= 1;

const newFact = (offerId: string): TraceFact => ({
  offer_id: offerId,
  entry_no: 0,
  rejected: 0,
  passed: 0,
  blocked: 0,
  scored: 0,
  selected: 0,
  rank: null,
  selected_rank: null,
  score: null,
  channel_id: null,
  offer_name: null,
});

/** Each entry with its rank: its own, else its place by score, highest first, as listed on ties. */
function ranked(entries: readonly Scoring[]): { entry: Scoring; rank: number }[] {
  return entries
    .map((entry, listed) => ({ entry, listed }))
    .toSorted((a, b) => b.entry.score - a.entry.score || a.listed - b.listed)
    .map(({ entry, listed }, at) => ({
      entry,
      listed,
      rank: isRank(entry.rank) ? entry.rank : at + 1,
    }))
    .toSorted((a, b) => a.rank - b.rank || a.listed - b.listed);
}

const rankOrLast = (rank: number | null | undefined): number =>
  isRank(rank) ? rank : Number.MAX_SAFE_INTEGER;

/** Offers by their place among the selected entries: by rank, then (or without ranks) as listed. */
function selectedOrder(entries: NonNullable<TraceLists["selected_offers"]>): string[] {
  return entries
    .map((entry, listed) => ({ entry, listed }))
    .toSorted((a, b) => rankOrLast(a.entry.rank) - rankOrLast(b.entry.rank) || a.listed - b.listed)
    .map(({ entry }) => entry.offer_id);
}

/** The first scoring entry of an offer (its best) goes into its fact, each further one into a row. */
function addScores(entries: readonly Scoring[], factOf: (offerId: string) => TraceFact) {
  const further: TraceFact[] = [];
  const counts = new Map<string, number>();
  for (const { entry, rank } of ranked(entries)) {
    const entryNo = counts.get(entry.offer_id) ?? 0;
    counts.set(entry.offer_id, entryNo + 1);
    const fact = entryNo === 0 ? factOf(entry.offer_id) : newFact(entry.offer_id);
    if (entryNo > 0) further.push(fact);
    Object.assign(fact, {
      entry_no: entryNo,
      scored: 1,
      rank,
      score: entry.propensity ?? entry.score,
      channel_id: entry.channel_id ?? null,
      offer_name: entry.offer_name ?? null,
    });
  }
  return further;
}

/**
 * The facts of a trace: one row per offer a trace names (`entry_no` 0, with its best
 * rank and the score of that entry) and one more for every further scoring entry of the offer.
 */
export function traceFacts(trace: TraceLists): TraceFact[] {
  const facts = new Map<string, TraceFact>();
  const factOf = (offerId: string): TraceFact => {
    const fact = facts.get(offerId) ?? newFact(offerId);
    facts.set(offerId, fact);
    return fact;
  };
  for (const { offer_id, passed } of trace.qualification_results ?? []) {
    factOf(offer_id)[passed ? "passed" : "rejected"] = 1;
  }
  for (const { offer_id, blocked } of trace.contact_policy_results ?? []) {
    if (blocked) factOf(offer_id).blocked = 1;
  }
  const further = addScores(trace.scoring_results ?? [], factOf);
  for (const [at, offerId] of selectedOrder(trace.selected_offers ?? []).entries()) {
    const fact = factOf(offerId);
    fact.selected = 1;
    fact.selected_rank ??= at + 1;
  }
  return [...facts.values(), ...further];
}
