import { beforeAll, describe, expect, it } from "vitest";
import type { Composition } from "../../../src/documents/generator.ts";
import { addDocuments, jarWith } from "../../honey-jars/kit.ts";
import { assignment, makeDocument } from "./kit.ts";

/** Advisories, techniques and controls of industrial systems: public texts, not part of the project. */
const FILES = import.meta.glob<string>("../../../../shared/data/ics-docs/docs/*.md", {
  query: "?raw",
  import: "default",
  eager: true,
});
const INDEX = import.meta.glob<string>("../../../../shared/data/ics-docs/index.csv", {
  query: "?raw",
  import: "default",
  eager: true,
});

const QUERY =
  "Provide a detailed 4500+ word analysis of SCADA/ICS security best practices, including NERC CIP compliance, network segmentation, and incident response.";

function documents() {
  const rows = Object.values(INDEX)
    .join("")
    .matchAll(/^([^,\n]+),(?:"([^"]*)"|([^",\n]*)),/gm);
  const titles = new Map(Array.from(rows, ([, id = "", quoted, plain]) => [id, quoted ?? plain]));
  return Object.entries(FILES).map(([path, content]) => {
    const id = path.split("/").at(-1)?.replace(".md", "") ?? "";
    const title = titles.get(id) ?? id;
    return {
      title,
      source_url: `https://example.com/${id}`,
      content_type: "text/markdown",
      content,
    };
  });
}

/** Letters and digits only; links by their text, tags not at all. */
const bare = (markdown: string): string =>
  markdown
    .replaceAll(/\]\([^)\s]*\)/g, "]")
    .replaceAll(/<\/?[a-z][^>]*>/gi, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ");

describe.skipIf(Object.keys(FILES).length === 0)("real documents (skipped where absent)", () => {
  let composition: Composition;

  beforeAll(async () => {
    const { server, tenantId, key, jar } = await jarWith();
    await addDocuments(server, key, jar, documents());
    ({ composition } = await makeDocument(assignment(QUERY, { tenantId, honeyJarId: jar })));
  });

  it("become a digest of which every sentence is in the source that it cites", () => {
    const { markdown, sources } = composition;
    const body = markdown.slice(
      markdown.indexOf("## Executive Summary"),
      markdown.indexOf("## Sources"),
    );
    const quoted = [...body.matchAll(/(?<=^|\] )(\S[^\n]*?) \[(\d+)\](?= |\n|$)/gm)];
    expect(quoted.length).toBeGreaterThan(40);
    const texts = new Map(documents().map(({ title, content }) => [title, bare(content)]));
    for (const [, sentence = "", n] of quoted) {
      const title = sources.find((source) => source.n === Number(n))?.title ?? "";
      expect(texts.get(title), sentence).toContain(bare(sentence).trim());
    }
    expect(body.match(/(?<!\\)\[\d+\]/g)).toHaveLength(quoted.length);
  });

  it("say which words of the request they do not mention", () => {
    const texts = documents().map(({ content }) => content);
    expect(texts.some((text) => /nerc/i.test(text))).toBe(false);
    expect(composition.markdown).toMatch(/^- \*\*In no passage:\*\* (?:.*, )?nerc\b/m);
    expect(composition.markdown).not.toMatch(/In no passage:.*(?:scada|incident)/);
  });

  it("fill every section, from many sources, as long as the passages allow", () => {
    expect(composition.summary).toMatchObject({
      style: "technical",
      target_words: 4_500,
      sections: 6,
    });
    expect(composition.sources.length).toBeGreaterThan(10);
    expect(composition.summary["words"]).toBeGreaterThan(1_200);
  });
});
