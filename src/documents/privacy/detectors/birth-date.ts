import { type Detector, spansOf } from "../finding.ts";

const MONTH =
  "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december)\\.?";
const DAY = "\\d{1,2}(?:st|nd|rd|th)?";
const DATE = [
  "\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}",
  "\\d{1,2}[-/. ]\\d{1,2}[-/. ]\\d{2,4}",
  `${DAY}(?: of)?[ -]${MONTH},?[ -]\\d{2,4}`,
  `${MONTH} ${DAY},? \\d{4}`,
].join("|");

const BORN = new RegExp(
  `(?<!\\p{L})(?:DOB|D\\.O\\.B\\.|date of birth|birth date|born(?: on)?)[)"'*]{0,2}\\s{0,2}[:=-]?\\s{0,3}(?:is |was )?(?<value>${DATE})(?!\\d)`,
  "dgiu",
);

/** A date only where it is said to be somebody's birth. */
export const birthDate: Detector = { type: "DOB", find: (text) => spansOf(text, BORN, 0.95) };
