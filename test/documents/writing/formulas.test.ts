import { beforeAll, describe, expect, it } from "vitest";
import { passagesFor } from "../../../src/documents/writing/choose-passages.ts";
import {
  candidateSentences,
  type Sentence,
} from "../../../src/documents/writing/extractive/candidates.ts";
import { planSections } from "../../../src/documents/writing/extractive/plan.ts";
import { createLexicon, type Lexicon } from "../../../src/documents/writing/lexicon.ts";
import type { PlannedSection } from "../../../src/documents/writing/outlines.ts";
import { centroid, cosine, idfOf, tfIdf } from "../../../src/documents/writing/vectors.ts";

let lexicon: Lexicon;
beforeAll(async () => {
  lexicon = await createLexicon("en");
});

describe("vectors", () => {
  it("weigh a term by 1 + ln n times ln(1 + (N − df + 0.5)/(df + 0.5))", () => {
    const idf = idfOf([["a", "b", "b"], ["a", "c"], ["a"]]);
    expect(["a", "b", "x"].map(idf)).toEqual([
      expect.closeTo(0.133531, 6),
      expect.closeTo(0.980829, 6),
      expect.closeTo(2.079442, 6),
    ]);
    const { weights, norm } = tfIdf(["b", "b", "b", "a"], idf);
    expect(weights.get("b")).toBeCloseTo(2.098612 * 0.980829, 5);
    expect(norm).toBeCloseTo(Math.hypot(2.098612 * 0.980829, 0.133531), 5);
  });

  it("are compared by their angle, and have a mean direction", () => {
    const one = () => 1;
    const [a, b] = [tfIdf(["x", "y"], one), tfIdf(["x"], one)];
    expect(cosine(a, b)).toBeCloseTo(Math.SQRT1_2, 9);
    expect(cosine(a, tfIdf([], one))).toBe(0);
    // Each counts alike, however long it is: (x + y)/√2 and z.
    const middle = centroid([a, tfIdf(["z", "z", "z"], one)]);
    expect(cosine(middle, tfIdf(["z"], one))).toBeCloseTo(Math.SQRT1_2, 9);
  });
});

it.each([
  [300, 8],
  [320, 8],
  [321, 9],
  [2_400, 60],
  [9_000, 60],
])("a text of %i words is written from %i passages", (words, passages) => {
  expect(passagesFor(words)).toBe(passages);
});

describe("a sentence", () => {
  const worth = (texts: string[], query: string[], score = 1) =>
    candidateSentences(
      texts.map((text, at) => ({ source: at + 1, ordinal: 0, heading: "", text, score })),
      query,
      900,
      "en",
      lexicon,
    );

  it("counts less the later it stands in its passage", () => {
    const first = "Valves hold water in tanks below ground.";
    const second = "Engines burn diesel oil during cold winters.";
    const [a, b] = worth([`${first} ${second}`], ["nothing"]);
    const idf = idfOf([lexicon.terms(`${first} ${second}`)]);
    const middle = tfIdf(lexicon.terms(`${first} ${second}`), idf);
    const near = (text: string) => 0.2 * cosine(tfIdf(lexicon.terms(text), idf), middle);
    expect(a?.base).toBeCloseTo(0.25 + near(first) + 0.1, 9);
    expect(b?.base).toBeCloseTo(0.25 + near(second) + 0.05, 9);
  });

  it("is dropped without a query term in a passage of less than half the best score", () => {
    const texts = ["Engines burn diesel oil during cold winters. The pump valve holds water well."];
    const told = (score: number) => worth(texts, ["pump"], score).map(({ text }) => text);
    expect(told(0.5)).toHaveLength(2);
    expect(told(0.49)).toEqual(["The pump valve holds water well."]);
  });

  it("is dropped when it was said before, in four of five terms", () => {
    const said = "Pumps lift cold river water uphill.";
    const again = worth([said, "PUMPS lift cold (river) water uphill!"], ["pump"]);
    expect(again).toHaveLength(1);
    // Eight of ten terms are shared, then seven of eleven.
    const base = "Pump valve tank pipe gauge motor relay seal";
    expect(worth([`${base} rotor.`, `${base} stator.`], ["pump"])).toHaveLength(1);
    const other = "Pump valve tank pipe gauge motor relay";
    expect(worth([`${other} rotor shaft.`, `${other} stator casing.`], ["pump"])).toHaveLength(2);
  });
});

describe("a plan", () => {
  let n = 0;
  const sentence = (text: string, base: number, terms: string[], more: Partial<Sentence> = {}) => ({
    text,
    source: 1,
    place: [1, 0, n++] as const,
    words: 10,
    vector: tfIdf(terms, () => 1),
    base,
    isBackReference: false,
    ...more,
  });
  const section = (heading: string, weight: number, cues: string[] = []): PlannedSection => ({
    heading,
    purpose: "",
    weight,
    cues,
    form: "prose",
  });
  const plan = (sections: PlannedSection[], sentences: Sentence[], words = 1_000) =>
    planSections(sections, sentences, words, lexicon, null).map((chosen) =>
      chosen.map(({ text }) => text),
    );

  it("quotes four fifths of the words at hand at most", () => {
    const all = Array.from({ length: 10 }, (_, at) => sentence(`s${at}`, 0.5, [`t${at}`]));
    expect(plan([section("All", 1)], all)[0]).toHaveLength(8);
    expect(plan([section("All", 1)], all, 40)[0]).toHaveLength(4);
  });

  it("takes what is good and new, and nothing that is more than half alike", () => {
    const a = sentence("a", 0.9, ["x", "y", "z", "v", "w"]);
    // 2/√(5·4) = 0.447 like the first: 0.7 × 0.8 − 0.3 × 0.447 < 0.7 × 0.62.
    const b = sentence("b", 0.8, ["x", "y", "p", "q"]);
    const c = sentence("c", 0.62, ["r"]);
    expect(plan([section("All", 1)], [a, b, c], 20)).toEqual([["a", "c"]]);
    const like = sentence("like", 0.8, ["x", "y", "z", "p", "q"]);
    expect(plan([section("All", 1)], [a, like, c, c], 1_000)[0]).toEqual(["a", "c"]);
  });

  it("prefers sentences with more cues, to three", () => {
    const cues = ["risk", "limit", "fail"];
    const many = sentence("Risks and limits of what may fail", 0.5, ["a"]);
    const one = sentence("A risk", 0.65, ["b"]);
    const none = sentence("Nothing", 1, ["c"]);
    expect(plan([section("Risks", 0.1, cues)], [one, many, none], 100)).toEqual([[many.text]]);
  });

  it("fills the summary first, then the section with the fewest sentences to choose from", () => {
    const both = sentence("A risk and a goal", 0.9, ["a"]);
    const goal = sentence("A goal", 0.5, ["b"]);
    const rest = sentence("A rest", 0.2, ["c"]);
    const more = Array.from({ length: 9 }, (_, at) => sentence(`s${at}`, 0.01, [`t${at}`]));
    const sections = [
      section("Any", 0.1),
      section("Goals", 0.1, ["goal"]),
      section("Risks", 0.1, ["risk"]),
    ];
    expect(plan(sections, [both, goal, rest, ...more], 100)).toEqual([
      ["A rest"],
      ["A goal"],
      ["A risk and a goal"],
    ]);
    const first = [...sections, section("Executive Summary", 0.1)];
    expect(plan(first, [both, goal, rest, ...more], 100)[3]).toEqual(["A risk and a goal"]);
  });

  it("summarises with two sentences of a source at most, and none that refers back", () => {
    const all = Array.from({ length: 8 }, (_, at) =>
      sentence(`s${at}`, 1 - at / 10, [`t${at}`], {
        source: at < 6 ? 1 : 2,
        isBackReference: at === 0,
      }),
    );
    expect(plan([section("Executive Summary", 1)], all)).toEqual([["s1", "s2", "s6", "s7"]]);
  });
});
