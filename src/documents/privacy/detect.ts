import { birthDate } from "./detectors/birth-date.ts";
import { card } from "./detectors/card.ts";
import { email } from "./detectors/email.ts";
import { iban } from "./detectors/iban.ts";
import { ip } from "./detectors/ip.ts";
import { personName } from "./detectors/name.ts";
import { phone } from "./detectors/phone.ts";
import { secret } from "./detectors/secret.ts";
import { ssn } from "./detectors/ssn.ts";
import type { Detector, Finding } from "./finding.ts";
import { literal } from "./tokens.ts";

export type Detect = (text: string) => Finding[];

/** Every kind of personal data that is looked for. */
async function detectors(region: string): Promise<Detector[]> {
  const [phones, { default: isIban }, { default: isLuhn }, { default: ipaddr }] = await Promise.all(
    [
      import("libphonenumber-js/min"),
      import("validator/es/lib/isIBAN"),
      import("validator/es/lib/isLuhnNumber"),
      import("ipaddr.js"),
    ],
  );
  return [
    literal,
    email,
    phone(phones, region),
    ssn,
    card(isLuhn),
    iban(isIban),
    ip((address) => ipaddr.IPv6.isValid(address)),
    secret,
    birthDate,
    personName,
  ];
}

const better = (a: Finding, b: Finding): number =>
  b.confidence - a.confidence || b.end - b.start - (a.end - a.start) || a.start - b.start;

/** Of overlapping findings the more certain stands, then the longer, then the earlier. */
function withoutOverlaps(findings: readonly Finding[], length: number): Finding[] {
  const taken = new Uint8Array(length);
  const kept = findings.toSorted(better).filter(({ start, end }) => {
    if (taken.subarray(start, end).includes(1)) return false;
    taken.fill(1, start, end);
    return true;
  });
  return kept.toSorted((a, b) => a.start - b.start);
}

/** @param region whose national phone numbers are known by their form, as `US` */
export async function createDetect(region: string): Promise<Detect> {
  const all = await detectors(region);
  return (text) => {
    const findings = all.flatMap(({ type, find }) =>
      Array.from(find(text), (span): Finding => ({ ...span, type })),
    );
    return withoutOverlaps(findings, text.length);
  };
}
