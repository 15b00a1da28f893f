import type { Style } from "./style.ts";

const NUMBER = String.raw`\d{1,3}(?:[, \u00a0\u202f]\d{3}){1,3}|\d{1,9}(?:\.\d{1,3})?`;

/** `4500+ words`, `3000-5000 words`, `2 to 3k words`, `a 1,500-word brief`. */
export const LENGTH_PHRASE = new RegExp(
  String.raw`(?<![\p{L}\p{N}-]|\d[.,])(${NUMBER})\s?(k)?(?:\s{0,2}(?:-|–|—|to|and)\s{0,2}(${NUMBER})\s?(k)?)?\s?\+?[\s-]{0,2}words?(?![\p{L}\p{N}])`,
  "giu",
);

const DEFAULT_WORDS: Record<Style, number> = {
  "use case": 2_500,
  comparison: 2_500,
  summary: 900,
  technical: 3_500,
};

const FEWEST_WORDS = 300;
/** Words that a token makes, carefully. */
const WORDS_PER_TOKEN = 0.7;

const numberOf = (digits: string, k: unknown): number =>
  Number(digits.replaceAll(/[^\d.]/g, "")) * (k === undefined ? 1 : 1_000);

function phraseWords([, low = "", lowK, high, highK]: RegExpMatchArray): number {
  if (high === undefined) return numberOf(low, lowK);
  // In "2 to 3k" the k is of both.
  const shared = numberOf(low, undefined) < numberOf(high, undefined) ? highK : undefined;
  return (numberOf(low, lowK ?? shared) + numberOf(high, highK)) / 2;
}

/**
 * How many words a document is to have: the largest number before "words" in the query (a range
 * gives its middle), else the style's own; at least 300, at most what the tokens allow.
 */
export function targetWords(query: string, style: Style, maxOutputTokens: number): number {
  const asked = Array.from(query.normalize("NFKC").matchAll(LENGTH_PHRASE), phraseWords);
  const words = asked.length > 0 ? Math.round(Math.max(...asked)) : DEFAULT_WORDS[style];
  return Math.min(Math.max(words, FEWEST_WORDS), Math.floor(WORDS_PER_TOKEN * maxOutputTokens));
}
