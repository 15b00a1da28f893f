import type { Lexicon } from "../writing/lexicon.ts";
import type { Candidate } from "./passage.ts";

const K1 = 1.2;
const B = 0.75;
const WEIGHTS = { title: 2, heading: 1.5, text: 1 };

interface Indexed {
  /** How often each term occurs, by the weight of the field it occurs in. */
  frequency: Map<string, number>;
  length: number;
}

function indexed({ source, heading, text }: Candidate, lexicon: Lexicon): Indexed {
  const frequency = new Map<string, number>();
  let length = 0;
  for (const [field, weight] of [
    [source.title, WEIGHTS.title],
    [heading, WEIGHTS.heading],
    [text, WEIGHTS.text],
  ] as const) {
    const stems = lexicon.stems(field);
    length += stems.length;
    for (const stem of stems) frequency.set(stem, (frequency.get(stem) ?? 0) + weight);
  }
  return { frequency, length };
}

/**
 * BM25 as the search index of honey jars computes it (k1 1.2, b 0.75, a term's frequency weighted
 * by field: title 2, heading path 1.5, text 1), over these candidates as the whole collection.
 * Its idf is ln(1 + (N − n + 0.5)/(n + 0.5)): all candidates of a jar hold query terms, and the
 * index's own idf would be 0 for a term that more than half of the collection has.
 * @returns a score per candidate, 0 without any term
 */
export function bm25(
  candidates: readonly Candidate[],
  terms: readonly string[],
  lexicon: Lexicon,
): number[] {
  const documents = candidates.map((candidate) => indexed(candidate, lexicon));
  const average = documents.reduce((sum, { length }) => sum + length, 0) / documents.length;
  const stems = [...new Set(terms.flatMap((term) => lexicon.stems(term)))];
  const weights = stems.map((stem) => {
    const n = documents.filter(({ frequency }) => frequency.has(stem)).length;
    return { stem, idf: Math.log(1 + (documents.length - n + 0.5) / (n + 0.5)) };
  });
  return documents.map(({ frequency, length }) =>
    weights.reduce((sum, { stem, idf }) => {
      const tf = frequency.get(stem) ?? 0;
      return sum + (idf * tf * (K1 + 1)) / (tf + K1 * (1 - B + (B * length) / average));
    }, 0),
  );
}
