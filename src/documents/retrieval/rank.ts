import type { Lexicon } from "../writing/lexicon.ts";
import { bm25 } from "./bm25.ts";
import type { Candidate, Passage, Ranked, Source } from "./passage.ts";

export const MOST_PASSAGES = 120;
const LEAST_SCORE = 0.25;

/** Sections that list or permit, and say nothing. */
const EMPTY_SECTIONS =
  /^(?:references|bibliography|see also|(?:table of )?contents|licen[cs]e|copyright|(?:[\p{L}\p{N}]+ )?(?:legal notice|disclaimer)|terms of use)$/iu;

const isEmptySection = (path: string): boolean =>
  path
    .split(" > ")
    .some((heading) => EMPTY_SECTIONS.test(heading.replace(/^[\d.]+\s+/, "").trim()));

const byRank = (a: Ranked, b: Ranked): number =>
  b.score - a.score || (a.key === b.key ? a.ordinal - b.ordinal : a.key < b.key ? -1 : 1);

/**
 * Passages of all kinds in one order. Those of the jar come with the scores of its index; where
 * there are others beside them, all are scored again as one collection, so that they compare.
 */
export function rankTogether(
  jar: readonly Ranked[],
  others: readonly Candidate[],
  terms: readonly string[],
  lexicon: Lexicon,
): Ranked[] {
  if (others.length === 0) return jar.toSorted(byRank);
  const all: Candidate[] = [...jar, ...others];
  const scores = bm25(all, terms, lexicon);
  return all.map((one, at) => ({ ...one, score: scores[at] ?? 0 })).toSorted(byRank);
}

/**
 * What is worth reading of the best 120: at least a quarter of the best score, two different query
 * terms (one if there is only one), and not from a section that says nothing.
 */
export function relevant(ranked: readonly Ranked[], terms: readonly string[], lexicon: Lexicon) {
  const best = ranked[0]?.score ?? 0;
  const wanted = new Set(terms.flatMap((term) => lexicon.stems(term)));
  return ranked
    .slice(0, MOST_PASSAGES)
    .map((one) => ({ ...one, score: best > 0 ? one.score / best : 0 }))
    .filter(({ score, source, heading, text }) => {
      const found = new Set(lexicon.stems(`${source.title} ${heading} ${text}`));
      const matched = wanted.intersection(found).size;
      return (
        score >= LEAST_SCORE && matched >= Math.min(2, wanted.size) && !isEmptySection(heading)
      );
    });
}

/** Numbers the sources by the rank of their best passage. */
export function numbered(ranked: readonly Ranked[]): { sources: Source[]; passages: Passage[] } {
  const sources = new Map<string, Source>();
  const passages = ranked.map(({ key, source, ordinal, heading, text, score }) => {
    const known = sources.get(key) ?? { n: sources.size + 1, ...source };
    sources.set(key, known);
    return { source: known.n, ordinal, heading, text, score };
  });
  return { sources: [...sources.values()], passages };
}
