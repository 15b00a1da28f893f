import type { Passage } from "../../retrieval/passage.ts";
import { replaceTokens } from "../../privacy/tokens.ts";
import { choosePassages, passagesFor } from "../choose-passages.ts";
import type { Lexicon } from "../lexicon.ts";
import { centroid, cosine, idfOf, tfIdf, type Vector } from "../vectors.ts";
import { wordCount } from "../word-count.ts";
import { quotableSentences } from "./sentences.ts";

/** A sentence that may be quoted. */
export interface Sentence {
  text: string;
  source: number;
  /** Its place: rank of its source, ordinal of its passage, place in the passage. */
  place: readonly [source: number, passage: number, index: number];
  words: number;
  vector: Vector;
  /** Worth for the document, about 0 to 1, whatever the section. */
  base: number;
  isBackReference: boolean;
}

const BACK_REFERENCE =
  /^["“‘']?(?:this|these|that|those|it|its|they|their|he|she|such|however|therefore|thus|hence|moreover|furthermore|additionally|also|consequently|accordingly|similarly|likewise|nevertheless|nonetheless|instead|otherwise|conversely|then|for (?:example|instance|this|these)|in (?:addition|contrast|this|these|such|that)|as (?:a result|such)|on the other hand)(?![\p{L}\p{N}])/iu;

const SAME = 0.8;

const jaccard = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  const shared = a.intersection(b).size;
  return shared === 0 ? 0 : shared / (a.size + b.size - shared);
};

/** Tells whether a sentence has been seen: the same letters and digits, or nearly the same terms. */
function createSeen(): (text: string, terms: ReadonlySet<string>) => boolean {
  const letters = new Set<string>();
  const seen: ReadonlySet<string>[] = [];
  return (text, terms) => {
    const key = text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
    if (letters.has(key) || seen.some((other) => jaccard(terms, other) >= SAME)) return true;
    letters.add(key);
    seen.push(terms);
    return false;
  };
}

/** Share of the query's terms that are present, weighted by idf. */
function coverage(
  present: ReadonlySet<string>,
  query: readonly string[],
  idf: (t: string) => number,
) {
  const total = query.reduce((sum, term) => sum + idf(term), 0);
  const found = query.reduce((sum, term) => sum + (present.has(term) ? idf(term) : 0), 0);
  return total === 0 ? 0 : found / total;
}

interface Reading {
  language: string;
  query: readonly string[];
  lexicon: Lexicon;
  idf: (term: string) => number;
  middle: Vector;
}

function* weighed(
  passage: Passage,
  reading: Reading,
): Generator<Sentence & { terms: Set<string> }> {
  const { language, query, lexicon, idf, middle } = reading;
  for (const [index, text] of quotableSentences(passage.text, language).entries()) {
    const all = lexicon.terms(text);
    const terms = new Set(all);
    const share = coverage(terms, query, idf);
    if (share === 0 && passage.score < 0.5) continue;
    const vector = tfIdf(all, idf);
    const isBackReference = BACK_REFERENCE.test(text);
    const base =
      0.45 * share + 0.25 * passage.score + 0.2 * cosine(vector, middle) + 0.1 / (1 + index);
    yield {
      text,
      source: passage.source,
      place: [passage.source, passage.ordinal, index],
      words: wordCount(text),
      vector,
      base: base * (isBackReference ? 0.7 : 1) * (/\?["'”’)]*$/.test(text) ? 0.5 : 1),
      isBackReference,
      terms,
    };
  }
}

/** The terms that a sentence is looked through for, personal data left out. */
const termsOf = (query: readonly string[], lexicon: Lexicon): string[] => [
  ...new Set(query.flatMap((term) => lexicon.stems(term))),
];

/**
 * Every sentence that the document may quote, from the passages chosen for its length.
 * @param query the query's terms, as retrieval used them
 */
export function candidateSentences(
  passages: readonly Passage[],
  query: readonly string[],
  words: number,
  language: string,
  lexicon: Lexicon,
): Sentence[] {
  const collection = passages.map(({ text }) => lexicon.terms(text));
  const idf = idfOf(collection);
  const all = passages.map((passage, at) => ({
    passage,
    vector: tfIdf(collection[at] ?? [], idf),
  }));
  const chosen = choosePassages(all, passagesFor(words));
  const middle = centroid(chosen.map(({ vector }) => vector));
  const reading = { language, query: termsOf(query, lexicon), lexicon, idf, middle };
  const isSeen = createSeen();
  return chosen
    .flatMap(({ passage }) => [...weighed(passage, reading)])
    .filter(({ text, terms }) => !isSeen(text, terms))
    .map(({ terms: _terms, ...sentence }) => sentence);
}

/** The query without its placeholders, whose letters are no subject. */
export const withoutTokens = (query: string): string => replaceTokens(query, () => " ");
