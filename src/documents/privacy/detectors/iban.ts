import type { Detector, Span } from "../finding.ts";

const CANDIDATE = /(?<![\p{L}\p{N}_])[A-Z]{2}\d{2}(?:[ -]?[A-Z\d]){11,30}/gu;
const ALPHANUMERIC = /[A-Za-z\d]/;

/** The end of the longest part that is an IBAN and ends where a word does. */
function ibanEnd(text: string, start: number, last: number, isIban: (iban: string) => boolean) {
  for (let end = last; end - start >= 15; end--) {
    if (ALPHANUMERIC.test(text.charAt(end))) continue;
    if (isIban(text.slice(start, end).replaceAll(/[ -]/g, ""))) return end;
  }
  return undefined;
}

/** International bank account numbers: the country's form and length, remainder 1 modulo 97. */
export const iban = (isIban: (iban: string) => boolean): Detector => ({
  type: "IBAN",
  *find(text): Generator<Span> {
    for (const { 0: candidate, index } of text.matchAll(CANDIDATE)) {
      const end = ibanEnd(text, index, index + candidate.length, isIban);
      if (end !== undefined) yield { start: index, end, confidence: 0.98 };
    }
  },
});
