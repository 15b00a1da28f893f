import { describe, expect, it } from "vitest";
import { targetWords } from "../../../src/documents/writing/length.ts";
import { OUTLINES } from "../../../src/documents/writing/outlines.ts";
import { styleOf } from "../../../src/documents/writing/style.ts";

describe("style", () => {
  it.each([
    ["Zero-trust architecture implementation for enterprises", "use case"],
    ["Compare deployment options", "use case"],
    ["How can we patch PLCs?", "use case"],
    ["Some use-cases of OPC UA", "use case"],
    ["how canonical URLs work", "technical"],
    ["Postgres vs. MySQL", "comparison"],
    ["What is the difference between TLS and SSH? Give an overview", "comparison"],
    ["ＣＯＭＰＡＲＥ A with B", "comparison"],
    ["A briefing on ransomware", "summary"],
    ["An overview, in brief", "summary"],
    ["VS Code and vSphere hardening", "technical"],
    ["VS Code vs Emacs", "comparison"],
    ["Undeployed assets", "technical"],
    ["", "technical"],
  ])("%s: %s", (query, style) => {
    expect(styleOf(query)).toBe(style);
  });
});

describe("length", () => {
  it.each([
    ["a detailed 4500+ word analysis", 4_500],
    ["4500+ words", 4_500],
    ["3000-5000 words", 4_000],
    ["3,000 to 5,000 words", 4_000],
    ["between 2000 and 3000 words", 2_500],
    ["2 to 3k words", 2_500],
    ["1.5k words", 1_500],
    ["10 000 words", 10_000],
    ["a 1,500-word brief", 1_500],
    ["600 words, or better 800 words", 800],
    ["50,000 words", 11_468],
    ["20 words", 300],
    ["in other words", 3_500],
    ["IEC-500 words", 3_500],
    ["x500 words", 3_500],
    ["IEC 62443 in 2000 words", 2_000],
    ["500 wordsmiths", 3_500],
  ])("%s: %i", (query, words) => {
    expect(targetWords(query, "technical", 16_384)).toBe(words);
  });

  it("is the style's own where the query names none", () => {
    const lengths = (["use case", "comparison", "summary", "technical"] as const).map((style) =>
      targetWords("Pumps", style, 16_384),
    );
    expect(lengths).toEqual([2_500, 2_500, 900, 3_500]);
    expect(targetWords("Pumps", "technical", 1_024)).toBe(716);
  });
});

it("has outlines whose weights make one", () => {
  for (const sections of Object.values(OUTLINES)) {
    expect(sections.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
    expect(sections[0]?.heading).toBe("Executive Summary");
  }
});
