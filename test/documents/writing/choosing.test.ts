import { describe, expect, it } from "vitest";
import { choosePassages } from "../../../src/documents/writing/choose-passages.ts";
import { subjectsOf } from "../../../src/documents/writing/extractive/side-by-side.ts";
import { tfIdf } from "../../../src/documents/writing/vectors.ts";

describe("the subjects of a comparison", () => {
  it.each<[string, [string, string] | null]>([
    ["Compare Postgres with MySQL", ["Postgres", "MySQL"]],
    ["compare TLS and SSH, in 900 words", ["TLS", "SSH"]],
    ["Postgres vs. MySQL", ["Postgres", "MySQL"]],
    ["Postgres versus MySQL for small teams", ["Postgres", "MySQL"]],
    ["What is the difference between TLS and SSH? Give an overview", ["TLS", "SSH"]],
    ["Compare deployment options", null],
    ["one two three four five six seven vs eight", null],
  ])("%s", (query, subjects) => {
    expect(subjectsOf(query)).toEqual(subjects);
  });
});

describe("choosing passages", () => {
  const weighed = (source: number, text: string, score: number) => ({
    passage: { source, ordinal: 0, heading: "", text, score },
    vector: tfIdf(text.split(" "), () => 1),
  });

  it("takes the best first, then what is both good and new", () => {
    const all = [weighed(1, "a b c", 1), weighed(1, "a b d", 0.9), weighed(2, "x y z", 0.8)];
    expect(choosePassages(all, 3).map(({ passage }) => passage.text)).toEqual([
      "a b c",
      "x y z",
      "a b d",
    ]);
  });

  it("takes no near duplicate and nothing that adds nothing", () => {
    const all = [weighed(1, "a b c", 1), weighed(2, "c b a", 0.9), weighed(3, "a b z", 0.25)];
    expect(choosePassages(all, 3)).toHaveLength(1);
    // Alike by 6/7 = 0.857, then by 5/6 = 0.833.
    const like = (more: string) =>
      choosePassages([weighed(1, `${more} y`, 1), weighed(2, `${more} z`, 0.9)], 2);
    expect([like("a b c d e f"), like("a b c d e")].map(({ length }) => length)).toEqual([1, 2]);
  });

  it("takes two fifths from one of three sources at most", () => {
    const all = Array.from({ length: 30 }, (_, n) => weighed(n < 24 ? 1 : n, `t${n}`, 1 - n / 100));
    const sources = choosePassages(all, 10).map(({ passage }) => passage.source);
    expect(sources.filter((source) => source === 1)).toHaveLength(4);
    expect(sources).toHaveLength(10);
  });
});
