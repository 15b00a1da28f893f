import { describe, expect, it } from "vitest";
import { assignment, makeDocument } from "./kit.ts";
import { SOURCES } from "./pump-books.ts";

const task = (query: string, sources: object[] = SOURCES) =>
  assignment(query, { parameters: { user_query: query, context: { sources } } });

const bodyOf = (markdown: string): string =>
  markdown.slice(markdown.indexOf("\n## ", 5), markdown.lastIndexOf("\n## Sources"));

const headings = (markdown: string): string[] =>
  Array.from(markdown.matchAll(/^## (.+)$/gm), ([, heading = ""]) => heading);

describe("an extractive digest", () => {
  it("quotes sentences of its sources, each once, each with its source, and nothing else", async () => {
    const { composition } = await makeDocument(task("pump teams in 1200 words"));
    const { markdown, sources } = composition;
    const quoted = [...bodyOf(markdown).matchAll(/(?:^|(?<=\] )|(?<=^- ))([^[\n#]+) \[(\d+)\]/gm)];
    expect(quoted.length).toBeGreaterThan(20);
    expect(new Set(quoted.map(([, text]) => text)).size).toBe(quoted.length);
    for (const [, text = "", n] of quoted) {
      const entry = sources.find((source) => source.n === Number(n));
      const source = SOURCES.find(({ title }) => title === entry?.title);
      expect(source?.text, text).toContain(text);
    }
    const rest = quoted.reduce((left, [whole]) => left.replace(whole, ""), bodyOf(markdown));
    expect(rest.replaceAll(/^## .+$/gm, "").trim()).toBe("");
  });

  it("is the same each time", async () => {
    const query = "pump teams in 900 words";
    const one = await makeDocument(task(query));
    const two = await makeDocument(task(query));
    expect(two.composition).toEqual(one.composition);
  });

  it("numbers its sources by first citation and lists each that it cites", async () => {
    const { composition } = await makeDocument(task("pump teams in 600 words"));
    const cited = Array.from(bodyOf(composition.markdown).matchAll(/\[(\d+)\]/g), ([, n]) =>
      Number(n),
    );
    const firsts = [...new Set(cited)];
    expect(firsts).toEqual(firsts.map((_, at) => at + 1));
    expect(composition.sources.map(({ n }) => n)).toEqual(firsts);
    expect(composition.markdown).toMatch(
      /\n## Sources\n\n1\. Pump book \d\. Supplied with the request\. <https:\/\/example\.com\/\d>\n/,
    );
    expect(composition.summary).toMatchObject({
      sources: firsts.length,
      citations: { kept: cited.length, removed: 0 },
    });
  });

  it("says what it is", async () => {
    const { composition } = await makeDocument(task("pump teams in 600 words"));
    const about = composition.markdown.slice(0, composition.markdown.indexOf("\n## ", 5));
    expect(about).toContain(
      "This is an extractive digest: every sentence below is quoted from the listed sources; no text was generated.",
    );
    expect(about).toContain("No web search was made.");
    for (const line of [
      "**Template:** Bee Conversational Report",
      "**Date:** 2026-01-20",
      "**Data as of:** 2026-01-20 15:30:00 UTC",
      "User query: pump teams in 600 words",
      "**Writer:** extractive",
      "**Style:** technical",
      "**Length:** 600 words asked",
      "**Scrambling:** On; no personal data found",
    ]) {
      expect(about).toContain(line);
    }
  });

  it("says that there is nothing, and nothing more, when nothing matches", async () => {
    const { composition } = await makeDocument(task("zebras of Botswana"));
    expect(composition.markdown).toMatch(
      /Scrambling:\*\* On; no personal data found\n\nNothing to draw on: no source passage matched this request\.\n$/,
    );
    expect(headings(composition.markdown)).toEqual(["About this document"]);
    expect(composition.sources).toEqual([]);
  });

  it("quotes amounts and explanations whole", async () => {
    const text =
      "Explanation: the pump went from $5 million to $7 million within one valve of a year.";
    const { composition } = await makeDocument(task("pump valve", [{ title: "One", text }]));
    expect(composition.markdown).toContain(`${text} [1]`);
  });

  it("leaves out sections that nothing fits, and names them", async () => {
    const { composition } = await makeDocument(
      task("pump safety", [
        {
          title: "One",
          text: "A pump moves water safely from a lake up to the old town. The safety of a pump depends on its seal and on its motor.",
        },
      ]),
    );
    expect(composition.markdown).toMatch(/\*\*Sections left out:\*\* .*Risks and Limitations/);
    expect(headings(composition.markdown)).not.toContain("Risks and Limitations");
  });

  it("has five to seven highlights", async () => {
    const { composition } = await makeDocument(task("Overview of pump teams"));
    const list = /## Key Highlights\n\n((?:- .+\n)+)/.exec(`${composition.markdown}\n`)?.[1] ?? "";
    const items = list.trim().split("\n");
    expect(items.length).toBeGreaterThanOrEqual(5);
    expect(items.length).toBeLessThanOrEqual(7);
  });

  it("sets two subjects side by side", async () => {
    const { composition } = await makeDocument(
      task("Compare gauge pumps and rotor pumps in 900 words", [
        {
          title: "G",
          text: "Gauge pumps of the old town need less water than any other kind. Some say that a gauge pump is loud | and hot in summer.",
        },
        {
          title: "R",
          text: "Rotor pumps are what most of the new plants use for their oil. Nobody regrets that a rotor pump costs more money.",
        },
        ...SOURCES,
      ]),
    );
    const table = /## Side by Side\n\n([\s\S]*?)\n\n/.exec(composition.markdown)?.[1] ?? "";
    const [head, rule, ...rows] = table.split("\n");
    expect(head).toBe("| gauge pumps | rotor pumps |");
    expect(rule).toBe("| --- | --- |");
    expect(rows.length).toBeGreaterThanOrEqual(1);
    expect(rows.length).toBeLessThanOrEqual(6);
    for (const row of rows) {
      const [, left = "", right = ""] = row.split(/(?<!\\)\|/);
      expect(left).toMatch(/^ $|^ (?=.*gauge pump)(?!.*rotor pump).*\[\d+\] $|^\s*$/i);
      expect(right).toMatch(/^ $|^ (?=.*rotor pump)(?!.*gauge pump).*\[\d+\] $|^\s*$/i);
    }
  });

  it("puts personal data back where it was", async () => {
    const { composition } = await makeDocument(
      task("pump valve", [
        {
          title: "By Dr. Ada Lovelace",
          text: "The pump valve was drawn by Dr. Ada Lovelace [3] in the year of the great flood. Write about a pump valve to jane_m_doe@example.com before the summer.",
        },
      ]),
    );
    expect(composition.markdown).toContain(String.raw`drawn by Dr. Ada Lovelace \[3] in the year`);
    expect(composition.markdown).toContain("to jane_m_doe@example.com before the summer. [1]");
    expect(composition.sources[0]?.title).toBe("By Dr. Ada Lovelace");
    expect(composition.summary["scrambling"]).toEqual({
      requested: true,
      applied: true,
      items: 2,
      by_type: { EMAIL: 1, NAME: 1 },
    });
  });
});
