import type * as PhoneNumbers from "libphonenumber-js/min";
import type { Detector, Span } from "../finding.ts";

type Library = Pick<typeof PhoneNumbers, "findPhoneNumbersInText" | "isSupportedCountry">;

/** Short enough for the library, whose own search of a whole text is not linear. */
const CANDIDATE = /(?<![\p{L}\p{N}_.-])(?:\+|\(\+?)?\d[\d ().\u00a0/-]{5,28}\d/gu;
const ANNOUNCED =
  /(?:tel|telephone|phone|mobile|cell|call|fax)(?: (?:number|no|at|us|me))?[.:]?\s{0,3}$/iu;
const LOOK_BACK = 24;
/** The library tells dates and times from numbers by what follows them. */
const LOOK_AHEAD = 3;

function confidenceOf(number: string, before: string): number {
  if (number.startsWith("+")) return 0.95;
  if (ANNOUNCED.test(before)) return 0.85;
  const digits = number.replaceAll(/\D/g, "").length;
  return digits >= 10 && /\d\D+\d/.test(number) ? 0.85 : 0;
}

/** International numbers with `+`; national ones of the region that look like or are said to be one. */
export const phone = (library: Library, region: string): Detector => ({
  type: "PHONE",
  *find(text): Generator<Span> {
    const defaultCountry: PhoneNumbers.CountryCode = library.isSupportedCountry(region)
      ? region
      : "US";
    for (const { 0: candidate, index } of text.matchAll(CANDIDATE)) {
      const chunk = text.slice(index, index + candidate.length + LOOK_AHEAD);
      for (const found of library.findPhoneNumbersInText(chunk, { defaultCountry })) {
        const start = index + found.startsAt;
        const end = index + Math.min(found.endsAt, candidate.length);
        const before = text.slice(Math.max(0, start - LOOK_BACK), start);
        const confidence = confidenceOf(text.slice(start, end), before);
        if (confidence > 0) yield { start, end, confidence };
      }
    }
  },
});
