import type { Detector, Span } from "../finding.ts";

const GROUPS = /(?<![\p{L}\p{N}_.-])\d+(?:[ -]\d+)*(?![\p{L}_])/gu;
/** Visa, Mastercard, American Express, Diners, JCB, Discover, UnionPay, Maestro. */
const ISSUER = /^(?:4|5[0-8]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|3[04-9]|6|81)/;
const SHORTEST = 13;
const LONGEST = 19;

/** The longest number of whole groups from this one on that is a card, as offsets in the run. */
function cardFrom(
  groups: readonly RegExpExecArray[],
  from: number,
  isLuhn: (n: string) => boolean,
) {
  let digits = "";
  let end: number | undefined;
  for (const { 0: group, index } of groups.slice(from, from + LONGEST)) {
    digits += group;
    if (digits.length > LONGEST) break;
    if (digits.length >= SHORTEST && ISSUER.test(digits) && isLuhn(digits)) {
      end = index + group.length;
    }
  }
  return end;
}

/** Payment cards: 13 to 19 digits, spaces or hyphens between, an issuer's first digits, Luhn. */
export const card = (isLuhn: (digits: string) => boolean): Detector => ({
  type: "CARD",
  *find(text): Generator<Span> {
    for (const { 0: run, index } of text.matchAll(GROUPS)) {
      const groups = [...run.matchAll(/\d+/g)];
      for (const [at, group] of groups.entries()) {
        const end = cardFrom(groups, at, isLuhn);
        if (end === undefined) continue;
        yield { start: index + group.index, end: index + end, confidence: 0.98 };
        break;
      }
    }
  },
});
