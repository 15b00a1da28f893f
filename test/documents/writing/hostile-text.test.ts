import { beforeAll, expect, it } from "vitest";
import { markdownText } from "../../../src/documents/markdown-text.ts";
import { queryTerms } from "../../../src/documents/retrieval/query-terms.ts";
import { quotableSentences } from "../../../src/documents/writing/extractive/sentences.ts";
import { subjectsOf } from "../../../src/documents/writing/extractive/side-by-side.ts";
import { targetWords } from "../../../src/documents/writing/length.ts";
import { createLexicon, type Lexicon } from "../../../src/documents/writing/lexicon.ts";
import { withoutReasoning } from "../../../src/documents/writing/model/answer-text.ts";
import { styleOf } from "../../../src/documents/writing/style.ts";

let lexicon: Lexicon;
beforeAll(async () => {
  lexicon = await createLexicon("en");
});

const UNITS = [
  " ",
  "a",
  "a ",
  "1",
  "1 ",
  "111 ",
  "1,111,",
  "compare ",
  "compare a ",
  "difference between a ",
  "vs ",
  "a vs",
  "A.",
  "A. ",
  "Dr. ",
  "how ",
  "\n",
  "- ",
  "|",
  "```\n",
  "[1",
  "[1,",
  "*",
  "_",
  "<think>",
  "</think>",
  "<",
  "&a",
  "\\",
  "1. ",
  "é",
  "1k to ",
  "use ",
];

it.each(UNITS)(
  "reads %j without end in a time in proportion",
  (unit) => {
    const text = unit.repeat(Math.ceil(40_000 / unit.length));
    expect(markdownText(text).length).toBeGreaterThanOrEqual(text.length);
    expect(withoutReasoning(text).length).toBeLessThanOrEqual(text.length);
    expect(targetWords(text, styleOf(text), 16_384)).toBeGreaterThanOrEqual(300);
    expect(queryTerms(text, lexicon).length).toBeLessThanOrEqual(32);
    expect(quotableSentences(text.slice(0, 1_200), "en").join("").length).toBeLessThanOrEqual(
      1_200,
    );
    expect(subjectsOf(text)?.length ?? 2).toBe(2);
  },
  3_000,
);
