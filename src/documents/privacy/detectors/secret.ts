import { type Detector, type Span, spansOf } from "../finding.ts";

const PREFIXED =
  /(?<![\p{L}\p{N}])(?:alm_|[rsp]k_(?:live|test)_|sk-|gh[pousr]_|github_pat_|xox[abprs]-|A[KS]IA|AIza|glpat-|whsec_|npm_|hf_)[\w+/=-]{16,}/dgu;
const ANNOUNCED =
  /(?:api[ _-]?key|secret|password|token)["'`]?\s{0,2}(?:is|[:=]{1,2})?\s{0,2}["'`]?(?<value>[\w!#$%&*+./:=?@^~-]{20,})/dgiu;
const LEAST_ENTROPY = 3.5;

/** Shannon entropy of the characters, in bits each. */
function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => {
    const share = count / value.length;
    return bits - share * Math.log2(share);
  }, 0);
}

const looksRandom = (value: string): boolean =>
  /\p{L}/u.test(value) && /\d/.test(value) && entropy(value) >= LEAST_ENTROPY;

/** Keys by their known prefix, and what follows the word for one if it looks like no word. */
export const secret: Detector = {
  type: "SECRET",
  *find(text): Generator<Span> {
    yield* spansOf(text, PREFIXED, 0.95);
    for (const span of spansOf(text, ANNOUNCED, 0.85)) {
      const value = text.slice(span.start, span.end).replace(/[.:?!]$/, "");
      if (value.length >= 20 && looksRandom(value)) {
        yield { ...span, end: span.start + value.length };
      }
    }
  },
};
