const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const HAS_WORD = /[\p{L}\p{N}]/u;
const words = new Intl.Segmenter("en", { granularity: "word" });

/** Words as people count them: what spaces separate, or what a dictionary does where none do. */
export function wordCount(text: string): number {
  if (!UNSPACED.test(text)) return text.split(/\s+/).filter((word) => HAS_WORD.test(word)).length;
  return Iterator.from(words.segment(text)).reduce(
    (count, { isWordLike }) => count + (isWordLike ? 1 : 0),
    0,
  );
}
