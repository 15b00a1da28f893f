import { beforeAll, describe, expect, it } from "vitest";
import { bm25 } from "../../../src/documents/retrieval/bm25.ts";
import type { Candidate, Ranked } from "../../../src/documents/retrieval/passage.ts";
import { queryTerms } from "../../../src/documents/retrieval/query-terms.ts";
import { numbered, rankTogether, relevant } from "../../../src/documents/retrieval/rank.ts";
import { createLexicon, type Lexicon } from "../../../src/documents/writing/lexicon.ts";
import { jarWith, markdown, search } from "../../honey-jars/kit.ts";

let lexicon: Lexicon;
beforeAll(async () => {
  lexicon = await createLexicon("en");
});

const passage = (key: string, text: string, more: Partial<Ranked> = {}): Ranked => ({
  key,
  source: { kind: "honey_jar", sourceDocumentId: key, title: "T", url: null },
  ordinal: 0,
  heading: "",
  text,
  score: 1,
  ...more,
});

describe("query terms", () => {
  it.each([
    [
      "Provide a detailed 4500+ word analysis of SCADA/ICS security best practices, including NERC CIP compliance, network segmentation, and incident response.",
      "scada ics security best practices nerc cip compliance network segmentation incident response",
    ],
    ["Write a report on the air-gapped PLC in 2 to 3k words", "air gapped plc"],
    ["Compare Postgres vs. MySQL", "postgres mysql"],
    ["Please provide a detailed report", ""],
    ['FTS5 "syntax" OR (hack*) 24/7', "fts5 syntax hack 24 7"],
    ["Überwachung der Ventile", "überwachung der ventile"],
  ])("%s", (query, terms) => {
    expect(queryTerms(query, lexicon).join(" ")).toBe(terms);
  });

  it("leaves out the stop words of the language", async () => {
    expect(queryTerms("Überwachung der Ventile", await createLexicon("de-AT"))).toEqual([
      "überwachung",
      "ventile",
    ]);
  });
});

describe("BM25", () => {
  it("is the formula", () => {
    const candidates: Candidate[] = [passage("a", "pump valve pump"), passage("b", "valve tank")];
    // Lengths 4 and 3 with the title; "pump" is in one of two passages, twice.
    const idf = Math.log(1 + (2 - 1 + 0.5) / (1 + 0.5));
    const expected = (idf * 2 * 2.2) / (2 + 1.2 * (1 - 0.75 + (0.75 * 4) / 3.5));
    expect(bm25(candidates, ["pumps"], lexicon)).toEqual([expect.closeTo(expected, 12), 0]);
  });

  it("agrees with the search index of honey jars, up to idf", async () => {
    const words = ["valve", "tank", "pipe", "gauge", "motor", "relay"];
    const documents = Array.from({ length: 14 }, (_, n) =>
      markdown(
        n % 5 === 0 ? `Pump ${words[n % 6]}` : `About ${words[n % 6]}`,
        `# ${n % 3 === 0 ? "Pumps" : "Parts"}\n\n${"pump ".repeat(n % 4)}${words.join(" ")} ${"filler ".repeat(n * 3)}`,
      ),
    );
    const { server, key, jar } = await jarWith(documents);
    const { body } = await search(server, key, jar, "pump", 50);
    const hits: Record<"document_id" | "title" | "heading_path" | "passage", string>[] =
      body.data.passages;
    const found = hits.map((hit) =>
      passage(hit.document_id, hit.passage, {
        heading: hit.heading_path,
        source: { kind: "honey_jar", sourceDocumentId: null, title: hit.title, url: null },
      }),
    );
    expect(found.length).toBeGreaterThan(8);
    const all = [
      ...found,
      ...Array.from({ length: 14 - found.length }, () => passage("z", "filler ".repeat(20))),
    ];
    const scores = bm25(all, ["pump"], lexicon);
    const best = Math.max(...scores);
    for (const [at, hit] of (body.data.passages as { score: number }[]).entries()) {
      expect((scores[at] ?? 0) / best).toBeCloseTo(hit.score, 1);
    }
  });
});

describe("ranking", () => {
  it("keeps the jar's own scores where there is nothing beside it", () => {
    const jar = [passage("b", "x", { score: 0.4 }), passage("a", "x", { score: 0.9 })];
    expect(rankTogether(jar, [], ["x"], lexicon).map(({ score }) => score)).toEqual([0.9, 0.4]);
  });

  it("puts all kinds on one scale", () => {
    const jar = [passage("jar", "A pump is mentioned among many other parts of the plant here")];
    const inline = passage("inline", "Pump pressure and pump flow", {
      source: { kind: "inline", sourceDocumentId: null, title: "Pumps", url: null },
    });
    const other = passage("web", "Nothing of note");
    const ranked = rankTogether(jar, [other, inline], ["pump", "pressure"], lexicon);
    expect(ranked.map(({ key }) => key)).toEqual(["inline", "jar", "web"]);
    expect(ranked[2]?.score).toBe(0);
  });

  it("breaks ties by document, then by ordinal", () => {
    const same = [
      passage("b", "x"),
      passage("a", "x", { ordinal: 10 }),
      passage("a", "x", { ordinal: 9 }),
    ];
    const ranked = rankTogether(same, [], ["x"], lexicon);
    expect(ranked.map(({ key, ordinal }) => `${key}${ordinal}`)).toEqual(["a9", "a10", "b0"]);
  });
});

describe("what is dropped", () => {
  const kept = (ranked: Ranked[], terms: string[]): string[] =>
    relevant(ranked, terms, lexicon).map(({ key }) => key);

  it("is below a quarter of the best score", () => {
    const ranked = [
      passage("a", "pump", { score: 8 }),
      passage("b", "pump", { score: 2 }),
      passage("c", "pump", { score: 1.99 }),
    ];
    expect(kept(ranked, ["pump"])).toEqual(["a", "b"]);
  });

  it("has fewer than two of several query terms", () => {
    const ranked = [
      passage("a", "pumps and valves"),
      passage("b", "pump pump"),
      passage("c", "a valve", { heading: "The pump" }),
    ];
    expect(kept(ranked, ["pump", "valve"])).toEqual(["a", "c"]);
    expect(kept(ranked, ["pump"])).toEqual(["a", "b", "c"]);
  });

  it("stands under headings that say nothing", () => {
    const headings = [
      "References",
      "A > Bibliography",
      "7. See also",
      "Contents > X",
      "LICENSE",
      "Licence terms of pumps",
    ];
    const ranked = headings.map((heading) => passage(heading, "pump", { heading }));
    expect(kept(ranked, ["pump"])).toEqual(["Licence terms of pumps"]);
  });

  it("comes after the first 120", () => {
    const ranked = Array.from({ length: 130 }, (_, n) => passage(String(n), "pump"));
    expect(kept(ranked, ["pump"])).toHaveLength(120);
  });
});

it("numbers sources by their best passage", () => {
  const { sources, passages } = numbered([
    passage("b", "1"),
    passage("a", "2"),
    passage("b", "3", { ordinal: 4 }),
  ]);
  expect(sources.map(({ n, sourceDocumentId }) => `${n}${sourceDocumentId}`)).toEqual(["1b", "2a"]);
  expect(passages.map(({ source, ordinal }) => `${source}.${ordinal}`)).toEqual([
    "1.0",
    "2.0",
    "1.4",
  ]);
});
