import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createDetect, type Detect } from "../../../src/documents/privacy/detect.ts";

let detect: Detect;
beforeAll(async () => {
  detect = await createDetect("US");
});

const found = (text: string): string[] =>
  detect(text).map(({ type, start, end }) => `${type} ${text.slice(start, end)}`);

/** Text, and what is found in it. */
const FOUND: [text: string, ...findings: string[]][] = [
  ["Ask 203.0.113.7 for it.", "IP 203.0.113.7"],
  ["10.0.0.1 Gateway\n192.168.1.7 Printer", "IP 10.0.0.1", "IP 192.168.1.7"],
  ["At 2001:db8::8a2e:370:7334, port 443", "IP 2001:db8::8a2e:370:7334"],
  ["ping fe80::1 now", "IP fe80::1"],
  ["Number 536-22-1234.", "SSN 536-22-1234"],
  ["SSN: 536221234", "SSN 536221234"],
  ["IBAN GB82 WEST 1234 5698 7654 32 THANKS", "IBAN GB82 WEST 1234 5698 7654 32"],
  ["DE89370400440532013000", "IBAN DE89370400440532013000"],
  ["Dial (415) 555-2671 today", "PHONE (415) 555-2671"],
  ["call 4155552671", "PHONE 4155552671"],
  ["+44 20 7946 0958, or +49 30 901820", "PHONE +44 20 7946 0958", "PHONE +49 30 901820"],
  ["the patient Mary Jones came", "NAME Mary Jones"],
  ["Contact: Jane van der Berg, name: Ines", "NAME Jane van der Berg", "NAME Ines"],
  ["Card 4111-1111-1111-1111 12/27", "CARD 4111-1111-1111-1111"],
  ["378282246310005 and 6011111111111117", "CARD 378282246310005", "CARD 6011111111111117"],
  ["born on 12 March 1984 in Bonn", "DOB 12 March 1984"],
  ["Date of birth: 1984-03-12", "DOB 1984-03-12"],
  ["key ghp_abcdefghijklmnop1234", "SECRET ghp_abcdefghijklmnop1234"],
  ["api_key = q8Zr5TnWx2Lk9PvBs3Hd7. Next", "SECRET q8Zr5TnWx2Lk9PvBs3Hd7"],
  ["<mailto:jörg.o'neill+x@münchen.example.de>", "EMAIL neill+x@münchen.example.de"],
  ["联系jane@example.com谢谢", "EMAIL jane@example.com"],
  ["as [email 3] says", "LITERAL [email 3]"],
];

/** What has the look of it, and is not. */
const NOT_FOUND = [
  "Zero Trust",
  "Network Segmentation",
  "ISO-27001",
  "CVE-2024-3094",
  "20 January 2026",
  "$5 million",
  "CIP-007-6",
  "T10",
  "4111 1111 1111 1112",
  "GB82 WEST 1234 5698 7654 33",
  "section 4.5.1.2",
  "std::vector",
  "12:30:45",
  "order 1234567890",
  "customer Success Team",
  "991a8dca-b90c-406d-9a64-dcc9b1bec33c",
  "12345678-1234-4123-8123-123456789012",
  "version 10.4.2.1 and v2.0.0.1",
  "1.2.3.4.5",
  "Sections 5.1.7.2, 5.1.8.2, or 5.1.9.2 apply",
  "5 Requirements > 5.1.1.2 Memorized Secrets",
  "0.0.0.0",
  "2026-01-20 15:45:00",
  "000-12-3456, 666-12-3456, 912-12-3456, 536-00-1234",
  "SP 800-53-1234",
  "Customer Service, contact Support Team",
  "name: Service Account",
  "see [1] and [Table 2]",
  "password reset required for every account",
  "the token is thisisjustaverylongwordindeed",
];

describe("personal data", () => {
  it.each(FOUND)("in: %s", (text, ...findings) => {
    expect(found(text)).toEqual(findings);
  });

  it.each(NOT_FOUND)("not in: %s", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("is found in any e-mail address and any IP address", () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        expect(found(`write to ${address} soon`).join()).toContain("EMAIL ");
      }),
    );
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        fc.pre(!address.startsWith("0"));
        expect(found(`at ${address} now`)).toEqual([`IP ${address}`]);
      }),
    );
  });

  it("takes a time in proportion to the text, whatever is in it", () => {
    const HOSTILE = [
      "a",
      "@",
      "a@",
      "a.",
      "1",
      "1 ",
      "1-",
      "1.",
      "+1 ",
      "(1",
      "::",
      "a:",
      "[",
      "[[",
      "[[EMAIL_",
      "\\[",
      "_",
      "Dr. A",
      "Dr. A ",
      "A. ",
      "token ",
      "token = ",
      "GB82 ",
      "GB82",
      "DOB ",
      "born on ",
      "name: ",
      "patient ",
      "sk-",
      "de la ",
      " ",
      "[[NAME ",
      "4111 1111 ",
      "é",
      "EMAIL_1",
    ];
    for (const unit of HOSTILE) {
      const text = unit.repeat(Math.ceil(200_000 / unit.length));
      // The clock of a Worker stands still while it computes: the test's own time is the limit.
      expect(detect(text).length).toBeLessThan(text.length);
    }
  }, 20_000);
});
