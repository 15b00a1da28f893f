import { beforeAll, describe, expect, it } from "vitest";
import { candidateSentences } from "../../../src/documents/writing/extractive/candidates.ts";
import { planSections } from "../../../src/documents/writing/extractive/plan.ts";
import { createLexicon, type Lexicon } from "../../../src/documents/writing/lexicon.ts";
import { OUTLINES } from "../../../src/documents/writing/outlines.ts";
import { SOURCES } from "./pump-books.ts";

let lexicon: Lexicon;
beforeAll(async () => {
  lexicon = await createLexicon("en");
});

describe("the plan of sections", () => {
  it("keeps to weights, cues, the summary's limits and novelty", () => {
    const passages = SOURCES.map(({ text }, at) => ({
      source: at + 1,
      ordinal: 0,
      heading: "",
      text,
      score: 1 - at / 10,
    }));
    const sentences = candidateSentences(passages, ["pump", "safety"], 1_500, "en", lexicon);
    const available = sentences.reduce((sum, { words }) => sum + words, 0);
    const plan = planSections(OUTLINES.technical, sentences, 1_500, lexicon, null);
    const flat = plan.flat();
    expect(new Set(flat).size).toBe(flat.length);
    for (const [at, section] of OUTLINES.technical.entries()) {
      const chosen = plan[at] ?? [];
      const words = chosen.reduce((sum, one) => sum + one.words, 0);
      const quota = section.weight * Math.min(1_500, 0.8 * available);
      const last = Math.max(0, ...chosen.map((one) => one.words));
      expect(words - last, section.heading).toBeLessThan(quota);
      for (const { text } of section.cues.length > 0 ? chosen : []) {
        expect(text).toMatch(new RegExp(`\\b(?:${section.cues.join("|")})`, "i"));
      }
      const places = chosen.map(({ place }) => place.map((n) => String(n).padStart(4, "0")).join());
      expect(places).toEqual(places.toSorted());
    }
    const [summary = []] = plan;
    for (const { source } of summary) {
      expect(summary.filter((one) => one.source === source).length).toBeLessThanOrEqual(2);
    }
  });

  it("halves questions and lowers back-references", () => {
    const text = (opening: string, end: string) =>
      `${opening} pump keeps the valve of every tank dry${end}`;
    const baseOf = (sentenceText: string): number =>
      candidateSentences(
        [{ source: 1, ordinal: 0, heading: "", text: sentenceText, score: 1 }],
        ["pump"],
        900,
        "en",
        lexicon,
      )[0]?.base ?? 0;
    const plain = baseOf(text("The", "."));
    expect(plain).toBeCloseTo(0.45 + 0.25 + 0.2 + 0.1, 9);
    expect(baseOf(text("This", ".")) / plain).toBeCloseTo(0.7, 9);
    expect(baseOf(text("The", "?")) / plain).toBeCloseTo(0.5, 9);
  });
});
