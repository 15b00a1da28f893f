import { env } from "cloudflare:test";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { searchPassages, searchTerms } from "../../src/honey-jars/index.ts";
import { json } from "../kit/server.ts";
import { JARS, jarWith, markdown, newCaller, newJar, addDocuments, search } from "./kit.ts";

interface Hit {
  document_id: string;
  title: string;
  heading_path: string;
  ordinal: number;
  passage: string;
  source_url: string | null;
  score: number;
}

const CORPUS = [
  {
    ...markdown(
      "Network segmentation",
      "# Zones\n\nFirewalls separate zones of a plant.\n\n# Other\n\nNothing of note.",
    ),
    source_url: "https://example.com/zones",
  },
  markdown("Pumps", "# Segmentation of networks\n\nA pump moves water."),
  markdown("Valves", "Valves close. A segmented network is mentioned here."),
  markdown("Fermentación", "La fermentación del café dura días."),
];

describe("search", () => {
  it("ranks titles over headings over text and gives the best the score 1", async () => {
    const { server, key, jar, ids } = await jarWith(CORPUS);
    const { status, body } = await search(server, key, jar, "network segmentation");
    expect(status).toBe(200);
    const hits: Hit[] = body.data.passages;
    expect(hits.map(({ title }) => title)).toEqual([
      "Network segmentation",
      "Network segmentation",
      "Pumps",
      "Valves",
    ]);
    expect(hits[0]).toEqual({
      document_id: ids[0],
      title: "Network segmentation",
      heading_path: expect.stringMatching(/^(?:Zones|Other)$/),
      ordinal: expect.any(Number),
      passage: expect.any(String),
      source_url: "https://example.com/zones",
      score: 1,
    });
    const scores = hits.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    for (const score of scores) expect(Math.round(score * 1e4) / 1e4).toBe(score);
  });

  it("finds words without their accents and in other forms", async () => {
    const { server, key, jar } = await jarWith(CORPUS);
    for (const q of ["fermentacion", "FERMENTACIÓN", "fermentacio\u0301n"]) {
      const { body } = await search(server, key, jar, q);
      expect([q, body.data.passages.map(({ title }: Hit) => title)]).toEqual([q, ["Fermentación"]]);
    }
    const { body } = await search(server, key, jar, "pumps");
    expect(body.data.passages.map(({ title }: Hit) => title)).toEqual(["Pumps"]);
    const stem = await search(server, key, jar, "separating");
    expect(stem.body.data.passages.map(({ ordinal }: Hit) => ordinal)).toEqual([0]);
  });

  it("breaks ties by document and ordinal, and answers with as many as asked for", async () => {
    const same = Array.from({ length: 12 }, () =>
      markdown("Same", "# A\n\nAlpha.\n\n# B\n\nAlpha."),
    );
    const { server, key, jar } = await jarWith(same);
    const all: Hit[] = (await search(server, key, jar, "alpha", 100)).body.data.passages;
    expect(all).toHaveLength(24);
    const keys = all.map(({ document_id, ordinal }) => `${document_id}${ordinal}`);
    expect(keys).toEqual(keys.toSorted());
    const some = (await search(server, key, jar, "alpha", 5)).body.data.passages;
    expect(some).toEqual(all.slice(0, 5));
    const byDefault = await json(await server.request(`${JARS}/${jar}/search?q=alpha`, { key }));
    expect(byDefault.data.passages).toEqual(all.slice(0, 10));
  });

  it("asks for a query with a word in it", async () => {
    const { server, key, jar } = await jarWith();
    const error = async (query: string) => {
      const answer = await server.request(`${JARS}/${jar}/search${query}`, { key });
      return [answer.status, (await json(answer)).error];
    };
    expect(await error("")).toEqual([400, "q is required"]);
    expect(await error("?q=")).toEqual([400, "q is required"]);
    for (const q of ['"', "*", "()", "  ", "😀", "%"]) {
      expect(await error(`?q=${encodeURIComponent(q)}`)).toEqual([
        400,
        "Invalid q: must contain a word",
      ]);
    }
    expect(await error(`?q=${"x".repeat(1_001)}`)).toEqual([
      400,
      "Invalid q: must be at most 1000 characters",
    ]);
  });

  it("reads a query as words, never as FTS syntax", async () => {
    const { server, key, jar } = await jarWith(CORPUS);
    const titles = async (q: string) =>
      (await search(server, key, jar, q)).body.data.passages.map(({ title }: Hit) => title);
    expect(await titles("title:water")).toEqual(["Pumps"]);
    expect(await titles("nocol:water")).toEqual(["Pumps"]);
    expect(await titles("water NOT pump")).toEqual(["Pumps"]);
    expect(await titles("wat*")).toEqual([]);
    expect(await titles("NEAR(water")).toEqual(["Pumps"]);
    expect(await titles('^pump - "water')).toEqual(["Pumps"]);
    expect(await titles("𞤀𞤁")).toEqual([]);
    for (const q of [
      'a"b',
      "a-b",
      "a AND",
      "OR OR",
      "jar_term:x",
      "{title}:x",
      "a\u0000b",
      "x' OR 1=1 --",
    ]) {
      expect([q, (await search(server, key, jar, q)).status]).toEqual([q, 200]);
    }
  });

  it("answers 200 or 400 to any text", async () => {
    const { server, key, jar } = await jarWith(CORPUS);
    const syntax = fc.constantFrom(
      '"',
      "*",
      "(",
      ")",
      ":",
      "^",
      "+",
      "-",
      "{",
      "}",
      " AND ",
      " NEAR(",
      "title",
      "'",
      ",",
      "\\",
    );
    const query = fc
      .array(fc.oneof(syntax, fc.string({ unit: "binary", maxLength: 8 })), {
        minLength: 1,
        maxLength: 12,
      })
      .map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(query, async (q) => {
        const { status } = await search(server, key, jar, q);
        expect(status).toBe(searchTerms(q.toWellFormed()).length > 0 ? 200 : 400);
      }),
      { numRuns: 500 },
    );
  });

  it("never crosses tenants or jars, whatever the words", async () => {
    const { server, key, tenantId, jar } = await jarWith(CORPUS);
    const other = await newCaller(server);
    const otherJar = await newJar(server, other.key);
    await addDocuments(server, other.key, otherJar, [markdown("Theirs", "Water and networks.")]);
    const second = await newJar(server, key);
    expect((await search(server, key, second, "water")).body.data.passages).toEqual([]);
    const mine: Hit[] = (await search(server, key, jar, "water networks")).body.data.passages;
    expect(mine.some(({ title }) => title === "Theirs")).toBe(false);
    const theirs: Hit[] = (await search(server, other.key, otherJar, "water")).body.data.passages;
    expect(theirs.map(({ title }) => title)).toEqual(["Theirs"]);
    const { db } = server.deps;
    expect(await searchPassages(db, other.tenantId, jar, ["water"], 10)).toEqual([]);
    expect(await searchPassages(db, tenantId, `${jar}" OR "water`, ["water"], 10)).toEqual([]);
    expect(await searchPassages(db, tenantId, jar, ["water"], 10)).toHaveLength(1);
    expect(await searchPassages(db, tenantId, jar, [], 10)).toEqual([]);
  });
});

it("a query's terms are its distinct words, at most 32", () => {
  expect(searchTerms("Zero-Trust zero  TRUST, día 2!")).toEqual(["zero", "trust", "día", "2"]);
  const many = Array.from({ length: 50 }, (_, n) => `w${n}`);
  expect(searchTerms(many.join(" "))).toEqual(many.slice(0, 32));
});

it("the index holds what the passages hold", async () => {
  await jarWith(CORPUS);
  const check = "INSERT INTO honey_jar_search (honey_jar_search) VALUES ('integrity-check')";
  await expect(env.DB.prepare(check).run()).resolves.toBeDefined();
});
