import type { Detector, Span } from "../finding.ts";

const DOMAIN =
  /@(?:[\p{Script=Latin}\d](?:[\p{Script=Latin}\d-]{0,61}[\p{Script=Latin}\d])?\.){1,8}(?:xn--[a-z\d-]{2,59}|\p{Script=Latin}{2,24})(?![\p{Script=Latin}\d])/uy;
/** What stands in nearly every local part; the rest of RFC 5322 also opens quotes, URLs, emphasis. */
const USUAL = /[\p{Script=Latin}\p{M}\d._%+-]/u;
const ALLOWED = /[\p{Script=Latin}\p{M}\d._%+\-!#$&'*/=?^`{|}~]/u;
const LONGEST_LOCAL = 64;

function localStart(text: string, at: number, allowed: RegExp): number {
  let start = at;
  while (start > 0 && at - start < LONGEST_LOCAL && allowed.test(text.charAt(start - 1))) start--;
  while (start < at && text.charAt(start) === ".") start++;
  return start;
}

export const email: Detector = {
  type: "EMAIL",
  *find(text): Generator<Span> {
    for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1)) {
      DOMAIN.lastIndex = at;
      const domain = DOMAIN.exec(text);
      if (!domain) continue;
      const usual = localStart(text, at, USUAL);
      const start = usual < at ? usual : localStart(text, at, ALLOWED);
      if (start < at) yield { start, end: at + domain[0].length, confidence: 0.95 };
    }
  },
};
