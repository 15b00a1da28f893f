import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DevelopmentServer } from "../../scripts/start/development-server.ts";
import { icsDocuments, SCADA_REQUEST } from "./ics-documents.ts";
import { inspect, type Inspected, missingTools } from "./inspected-pdf.ts";
import { createKilledServer, type KilledServer } from "./killed-server.ts";
import {
  SIZES,
  expectBookmarks,
  expectContents,
  expectCover,
  expectEmbeddedFonts,
  expectHarmless,
  expectIdentity,
  expectNoBlankPage,
  expectRunningLines,
  expectWellFormed,
} from "./pdf-checklist.ts";
import { bare, takeApart } from "./quotations.ts";
import { newClient, type Report, type ReportClient } from "./report-client.ts";

let service: KilledServer;
let server: DevelopmentServer;
beforeAll(async () => {
  service = await createKilledServer();
  server = await service.start();
});
afterAll(async () => {
  await server.stop();
  service.remove();
});

const ICS = icsDocuments();
const TITLE = "Securing SCADA: Practice, Segmentation and Response";

describe.skipIf(ICS.length === 0)("a digest of 45 real documents", () => {
  let client: ReportClient;
  let reports: Report[];
  let markdown: string;
  const pdfs = new Map<string, Inspected>();
  beforeAll(async () => {
    client = await newClient(service.url, service.adminKey);
    const honey_jar_id = await client.jarOf("Industrial control systems", ICS);
    const wish = { title: TITLE, description: "Asked by the plant's board.", honey_jar_id };
    const made = ["A4", "Letter"].map((page_size) =>
      client.create({ ...wish, parameters: { user_query: SCADA_REQUEST, page_size } }),
    );
    reports = await Promise.all((await Promise.all(made)).map(({ id }) => client.settled(id)));
    markdown = (await client.download(reports[0]?.id ?? "", "md")).toString();
    for (const [at, [size]] of SIZES.entries()) {
      const bytes = await client.download(reports[at]?.id ?? "", "pdf");
      if (missingTools.length === 0) pdfs.set(size, inspect(server.temporary, size, bytes));
    }
  });

  it("quotes: every sentence is in the source that it names, and nothing else is said", () => {
    const { quotations, sources, remainder } = takeApart(markdown);
    expect(quotations.length).toBeGreaterThan(40);
    expect(remainder).toBe("");
    for (const { sentence, source } of quotations) {
      const line = sources.get(source) ?? "";
      const cited = ICS.find(({ source_url }) => line.endsWith(`<${source_url}>`));
      expect(bare(cited?.content ?? ""), sentence).toContain(bare(sentence));
    }
    const cited = new Set(quotations.map(({ source }) => source));
    expect([...sources.keys()]).toEqual([...cited].toSorted((a, b) => a - b));
  });

  it("is the same text as HTML, with links to its sources", async () => {
    const html = (await client.download(reports[0]?.id ?? "", "html")).toString();
    const { quotations, sources } = takeApart(markdown);
    const text = bare(html.slice(html.indexOf("<body")));
    for (const { sentence } of quotations)
      expect(text).toContain(bare(sentence.replaceAll("\\", "")));
    for (const n of sources.keys()) expect(html).toContain(`id="source-${n}"`);
    expect(html.match(/href="#source-\d+"/g)).toHaveLength(quotations.length);
  });

  describe.skipIf(missingTools.length > 0).each(SIZES)("on %s", (size, width, height) => {
    const pdf = (): Inspected => {
      const found = pdfs.get(size);
      if (!found) throw new Error(`no ${size}`);
      return found;
    };

    it("has contents and bookmarks that agree, and the form of every document", () => {
      const headings = [...markdown.matchAll(/^#{2,4} (.*)$/gm)].map(([, text = ""]) => text);
      expectWellFormed(pdf(), width, height);
      expectIdentity(pdf(), TITLE, "en");
      expectCover(pdf(), [TITLE, "Asked by the plant's board.", "Prepared for", "API key "]);
      expectBookmarks(pdf(), TITLE, headings);
      expectContents(pdf());
      expectRunningLines(pdf(), TITLE);
      expectEmbeddedFonts(pdf());
      expectHarmless(pdf(), takeApart(markdown).sources.size);
      expectNoBlankPage(pdf());
    });

    it("shows every sentence, uncut", () => {
      const lines = pdf()
        .pages()
        .map((page) => page.trim().split("\n").slice(1, -1).join("\n"));
      const text = bare(lines.join("\n"));
      for (const { sentence } of takeApart(markdown).quotations)
        expect(text).toContain(bare(sentence.replaceAll("\\", "")));
    });
  });
});
