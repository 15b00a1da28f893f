import { type Detector, type Span, spansOf } from "../finding.ts";

const V4 = /(?<![\p{L}\p{N}_]|\d\.)\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}_]|\.\d)/dgu;
const V6 =
  /(?<![\p{L}\p{N}_:.])(?=[\da-f]{0,4}:)[\da-f:]{3,39}(?:\d{1,3}(?:\.\d{1,3}){3})?(?![\p{L}\p{N}_:])/dgiu;
/** `Sections 5.1.1.1, 5.1.1.2 and`: what comes next is no address either. */
const NUMBERED =
  /(?:sections?|versions?|clauses?|§|\bv)[. :]{0,2}(?:[\d.]{1,20}(?:, (?:and |or )?| and | or )){0,8}$/iu;
const LOOK_BACK = 96;
/** `5.1.1.2 Memorized Secrets`, where a heading begins: low numbers, none of them 0. */
const HEADING = /^(?:[1-9]|[12]\d)(?:\.(?:[1-9]|[12]\d)){3} \p{Lu}/u;
const BEGINS = /(?:^|\n|> )[#\s]{0,8}$/u;

const isV4 = (value: string): boolean => {
  const octets = value.split(".").map(Number);
  return (octets[0] ?? 0) >= 1 && octets.every((octet) => octet <= 255);
};

/** `::1` and `a::b` are as often code as they are addresses. */
const isTelling = (value: string): boolean => {
  const groups = value.split(":").filter((group) => group !== "");
  return groups.length >= 3 || /^[\da-f]{3}/i.test(value);
};

export const ip = (isV6: (address: string) => boolean): Detector => ({
  type: "IP",
  *find(text): Generator<Span> {
    yield* spansOf(text, V4, 0.9, (value, { index }) => {
      const before = text.slice(Math.max(0, index - LOOK_BACK), index);
      const isHeading = BEGINS.test(before) && HEADING.test(text.slice(index, index + 20));
      return isV4(value) && !NUMBERED.test(before) && !isHeading;
    });
    yield* spansOf(text, V6, 0.9, (value) => isTelling(value) && isV6(value));
  },
});
