import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createDetect, type Detect } from "../../../src/documents/privacy/detect.ts";
import { scramble } from "../../../src/documents/privacy/pseudonyms.ts";
import { createPromptGate, restore } from "../../../src/documents/privacy/restore.ts";
import { summarizePii } from "../../../src/documents/privacy/risk.ts";

let detect: Detect;
beforeAll(async () => {
  detect = await createDetect("US");
});

const scrambled = (text: string): string => scramble([text], detect).texts[0] ?? "";

/** Pieces of text that meet in every way: personal data, tokens, halves of tokens, markup. */
const PIECES = [
  "jane.doe@example.com",
  "203.0.113.7",
  "Dr. Ada Lovelace",
  "Ada Lovelace",
  "536-22-1234",
  "4111 1111 1111 1111",
  "(415) 555-2671",
  "ghp_abcdefghijklmnop1234",
  "[[EMAIL_1]]",
  "[email 1]",
  "\\[\\[NAME\\_1\\]\\]",
  "⟦IP_1⟧",
  "[[",
  "]]",
  "[",
  "]",
  "\\",
  "\\[",
  "EMAIL_1",
  "NAME",
  "_",
  "1",
  "*",
  "**",
  " ",
  "'s",
  "\n",
  "a",
  "é",
  "is",
  "[[LITERAL_1]]",
  "⟦",
  "⟧",
  "`",
];
const anyText = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((parts) => parts.join("")),
  fc.string({ unit: "grapheme" }),
);

const escaped = (value: string): string => value.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Written with lookarounds, where the code walks a trie. */
const holdsWhole = (text: string, value: string): boolean => {
  const before = /^[\p{L}\p{N}]/u.test(value) ? "(?<![\\p{L}\\p{N}])" : "";
  const after = /[\p{L}\p{N}]$/u.test(value) ? "(?![\\p{L}\\p{N}])" : "";
  return new RegExp(before + escaped(value) + after, "u").test(text);
};

describe("scrambling", () => {
  it("replaces each value by a token of its type", () => {
    expect(
      scrambled(
        "Email jane.doe@example.com or call +44 20 7946 0958 about card 4111 1111 1111 1111.",
      ),
    ).toBe("Email [[EMAIL_1]] or call [[PHONE_1]] about card [[CARD_1]].");
    expect(
      scrambled("Dr. María García López (DOB: 12/03/1984) came. María García López signed"),
    ).toBe("Dr. [[NAME_1]] (DOB: [[DOB_1]]) came. [[NAME_1]] signed");
  });

  it("numbers values by first appearance over all texts and finds them in each", () => {
    const texts = [
      "Ada Lovelace asks a@x.org",
      "b@x.org",
      "Mrs Ada Lovelace, b@x.org, Ada Lovelaces",
    ];
    const { texts: out, mapping } = scramble(texts, detect);
    expect(out).toEqual([
      "[[NAME_1]] asks [[EMAIL_1]]",
      "[[EMAIL_2]]",
      "Mrs [[NAME_1]], [[EMAIL_2]], Ada Lovelaces",
    ]);
    expect(mapping).toEqual({ EMAIL_1: "a@x.org", EMAIL_2: "b@x.org", NAME_1: "Ada Lovelace" });
  });

  it("keeps the numbers of an earlier mapping", () => {
    const known = scramble(["a@x.org and b@x.org"], detect).mapping;
    const { texts, mapping } = scramble(["c@x.org, b@x.org"], detect, known);
    expect(texts).toEqual(["[[EMAIL_3]], [[EMAIL_2]]"]);
    expect(mapping["EMAIL_1"]).toBe("a@x.org");
  });

  it("comes back unchanged, whatever the texts are", () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 4 }), (texts) => {
        const { texts: out, mapping } = scramble(texts, detect);
        expect(out.map((text) => restore(text, mapping))).toEqual(texts);
      }),
      { numRuns: 1_500 },
    );
  });

  it("leaves no value whole in what goes out", () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 4 }), (texts) => {
        const { texts: out, mapping } = scramble(texts, detect);
        const gate = createPromptGate(mapping);
        for (const [name, value] of Object.entries(mapping)) {
          if (name.startsWith("LITERAL")) continue;
          for (const text of out)
            expect(holdsWhole(text, value), `${value} in ${text}`).toBe(false);
        }
        for (const text of out) gate(text);
      }),
      { numRuns: 1_000 },
    );
  });

  it("stays linear with thousands of values", () => {
    const many = Array.from({ length: 4_000 }, (_, n) => `user.${n}@example.com`).join(" ");
    const { texts, mapping } = scramble([many, many], detect);
    expect(Object.keys(mapping)).toHaveLength(4_000);
    expect(texts[1]).toMatch(/^\[\[EMAIL_1\]\] .*\[\[EMAIL_4000\]\]$/);
  }, 5_000);
});

describe("restoring", () => {
  const mapping = { EMAIL_1: "jane@x.org", NAME_2: "Ada" };

  it.each([
    [String.raw`\[\[EMAIL\_1\]\]`, "jane@x.org"],
    [String.raw`\[\[EMAIL\_1]]`, "jane@x.org"],
    ["[[ email_1 ]]", "jane@x.org"],
    ["[EMAIL_1]'s", "jane@x.org's"],
    ["⟦Email-1⟧", "jane@x.org"],
    ["[[email 1]]", "jane@x.org"],
    ["**[[EMAIL_1]]**", "**jane@x.org**"],
    ["[[**EMAIL_1**]]", "jane@x.org"],
    ["[[_NAME_2_]] and [[NAME_2]]", "Ada and Ada"],
    ["see [1]", "see [1]"],
    ["[Table 1]", "[Table 1]"],
  ])("%s", (text, expected) => {
    expect(restore(text, mapping)).toBe(expected);
  });

  it.each(["[[EMAIL_2]]", "[name 1]", "⟦SSN_1⟧", "[[LITERAL_1]]"])("refuses %s", (text) => {
    expect(() => restore(text, mapping)).toThrow(
      expect.objectContaining({ code: "PII_TOKEN_LEFT" }),
    );
  });
});

describe("the gate before the model", () => {
  it("refuses a prompt with a value in it", () => {
    const gate = createPromptGate({ NAME_1: "Ada Lovelace", LITERAL_1: "[EMAIL_1]" });
    gate("Write about [[NAME_1]], [[EMAIL_1]] and Ada Lovelaces.");
    expect(() => gate("Write about Ada Lovelace.")).toThrow(
      expect.objectContaining({ code: "PII_UNAVAILABLE" }),
    );
  });
});

describe("risk", () => {
  const names = (type: string, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`${type}_${n + 1}`, `v${n}`]));

  it.each([
    [{}, "low", 0],
    [names("LITERAL", 20), "low", 0],
    [names("EMAIL", 10), "low", 10],
    [names("IP", 11), "medium", 11],
    [names("DOB", 1), "medium", 1],
    [{ ...names("NAME", 2), ...names("CARD", 1) }, "high", 3],
  ])("%o is %s", (mapping, riskLevel, items) => {
    expect(summarizePii(mapping)).toMatchObject({ riskLevel, items, detected: items > 0 });
  });
});
