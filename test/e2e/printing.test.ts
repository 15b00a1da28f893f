import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HIVES, SAMPLE } from "./printed-sample.ts";
import {
  type Bookmark,
  type Inspected,
  inspect,
  missingTools,
  runPrinter,
  type RunningPrinter,
} from "./running-printer.ts";

const TITLE =
  "Early <b>Warning</b> & Weight: What an Hourly Scale Tells of a Colony, für alle Stöcke";

const cover = (pageSize = "A4", title = TITLE) => ({
  title,
  description: "What two winters of data say about losses.",
  preparedFor: "Miriam Okafor",
  date: Date.UTC(2026, 0, 20, 15, 30),
  templateName: "Bee Conversational Report",
  sourceCount: 3,
  language: "en-GB",
  pageSize,
});

let printer: RunningPrinter;
beforeAll(async () => {
  printer = await runPrinter();
});
afterAll(async () => {
  await printer.end();
});

if (missingTools.length > 0)
  console.log(`Not installed, so PDFs are not inspected: ${missingTools.join(", ")}`);

const SIZES = [
  ["A4", 595, 842],
  ["Letter", 612, 792],
] as const;

describe.skipIf(missingTools.length > 0).each(SIZES)("a document on %s", (size, width, height) => {
  let pdf: Inspected;
  let pages: string[];
  beforeAll(async () => {
    const { status, bytes } = await printer.print({ cover: cover(size), markdown: SAMPLE });
    if (status !== 200) throw new Error(bytes.toString());
    pdf = inspect(printer.folder, size, bytes);
    pages = pdf.pages();
  });

  const flat = (bookmarks: readonly Bookmark[]): Bookmark[] =>
    bookmarks.flatMap((bookmark) => [bookmark, ...flat(bookmark.kids)]);

  it("is well-formed, and every page has its size", () => {
    expect(pdf.check()).toContain("No syntax or stream encoding errors");
    const sizes = [...pdf.info("-l", "-1").matchAll(/size:\s+([\d.]+) x ([\d.]+)/g)];
    expect(sizes).toHaveLength(pages.length);
    for (const [, w, h] of sizes) {
      expect(Math.abs(Number(w) - width)).toBeLessThan(2);
      expect(Math.abs(Number(h) - height)).toBeLessThan(2);
    }
  });

  it("has its title exactly, tags and a language", () => {
    expect(pdf.info()).toMatch(/^Tagged: +yes$/m);
    expect(/^Title: +(.*)$/m.exec(pdf.info())?.[1]).toBe(TITLE);
    expect(pdf.objects).toContain('"/Lang":"u:en-GB"');
  });

  it("begins with a cover that has no header and no footer", () => {
    const text = pdf.text("-l", "1").replaceAll(/\s+/g, " ");
    expect(text.split("Early").length).toBe(2);
    for (const words of [
      TITLE,
      "What two winters",
      "Prepared for",
      "Miriam Okafor",
      "20 January 2026",
      "Bee Conversational Report",
      "Sources",
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toMatch(/Page \d/);
  });

  it("has a bookmark per heading under one with the title", () => {
    expect(pdf.bookmarks).toHaveLength(1);
    const [root] = pdf.bookmarks;
    expect(root?.title.replaceAll(/\s+/g, " ")).toBe(TITLE);
    const headings = [...SAMPLE.matchAll(/^#{2,4} (.*)$/gm)].map(([, text]) => text);
    expect(flat(root?.kids ?? []).map(({ title }) => title.trim())).toEqual(headings);
    expect(root?.kids.map(({ title }) => title)).toContain("How the Alarm Is Raised");
    expect(
      root?.kids.find(({ title }) => title === "How the Alarm Is Raised")?.kids[0]?.kids,
    ).toHaveLength(2);
  });

  it("has contents whose numbers are the bookmarks' pages, each line a link", () => {
    const lines = (pages[1] ?? "")
      .split("\n")
      .flatMap((line) => /^\s*(\S.*?)\s{3,}(\d+)$/.exec(line) ?? []);
    const found = new Map<string, number>();
    for (let at = 0; at < lines.length; at += 3)
      found.set(lines[at + 1] ?? "", Number(lines[at + 2]));
    const wanted = (pdf.bookmarks[0]?.kids ?? []).flatMap((section) => [section, ...section.kids]);
    expect([...found]).toEqual(
      wanted.map(({ title, destpageposfrom1 }) => [title, destpageposfrom1]),
    );
    for (const { title, destpageposfrom1 } of wanted)
      expect(pages[destpageposfrom1 - 1]).toContain(title);
    expect(pdf.objects.split('"/Dest":').length - 1).toBeGreaterThanOrEqual(found.size);
  });

  it("has the title above and the page below on every other page", () => {
    for (const [at, page] of pages.entries()) {
      if (at === 0) continue;
      expect(page.trimStart().startsWith("Early <b>Warning</b>")).toBe(true);
      expect(page.trimEnd().endsWith(`Page ${at + 1} of ${pages.length}`)).toBe(true);
    }
  });

  it("repeats a long table's header, and has every row whole", () => {
    const rows = pages.flatMap((page) => page.match(/^\s*H-\d{3} .*(?:yes|no)$/gm) ?? []);
    expect(rows.map((row) => /H-(\d{3})/.exec(row)?.[1])).toEqual(
      Array.from({ length: HIVES }, (_, at) => String(at + 1).padStart(3, "0")),
    );
    const withRows = pages.filter((page) => /H-\d{3}/.test(page));
    expect(withRows.length).toBeGreaterThan(2);
    for (const page of withRows) expect(page).toMatch(/Hive\s+Yard\s+Queen since/);
  });

  it("keeps the indentation of code and cuts none of it", () => {
    const text = pages.join("\n");
    const indent = (words: string) =>
      (text.split("\n").find((line) => line.includes(words)) ?? "").search(/\S/);
    expect(indent("return False")).toBeGreaterThan(indent("if rain_mm"));
    expect(indent("if rain_mm")).toBeGreaterThan(indent("def is_alarm"));
    expect(text.replaceAll(/\s+/g, "")).toContain("GROUPBYhive_id,nightORDERBYspreadDESC;");
  });

  it.runIf(size === "A4")("has the structure of what it says", () => {
    const structure = pdf.info("-struct");
    for (const tag of ["H1", "H2", "H3", "H4", "L", "LI", "Table", "TH", "TD", "Figure", "Link"]) {
      expect(structure).toMatch(new RegExp(`^ *${tag}\\b`, "m"));
    }
  });

  it("draws charts as lines and letters, and says what they show", () => {
    expect(pdf.images()).toEqual([]);
    for (const words of ["Winter 2024/25", "18–20", "No contact for two hours"])
      expect(pages.join("")).toContain(words);
    expect(pdf.objects).toContain('"/Alt":"u:Bar chart: Colonies lost by month.');
  });

  it("embeds its fonts as subsets with their characters", () => {
    const fonts = pdf.fonts();
    expect(fonts.length).toBeGreaterThan(5);
    for (const font of fonts) expect(font).toMatch(/^[A-Z]{6}\+.* yes yes yes /);
    expect(fonts.join("\n")).not.toContain("Type 3");
    for (const words of ["Ελληνικά", "Русский", "Łódź", "“quotes”", "5 €"])
      expect(pages.join("")).toContain(words);
  });

  it("links to the web and to its sources, and does nothing else", () => {
    for (const action of ["/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/AA"]) {
      expect(pdf.objects).not.toContain(`"${action}"`);
    }
    const uris = [...pdf.objects.matchAll(/"\/URI":"u:([^"]+)"/g)].map(([, uri]) => uri);
    expect(uris.length).toBeGreaterThan(2);
    for (const uri of uris) expect(uri).toMatch(/^(?:https?:|mailto:)/);
    for (const n of [1, 2, 3]) expect(pdf.objects).toContain(`"/source-${n}"`);
  });

  it("has no blank page", () => {
    for (const page of pages) expect(page.replaceAll(/\s/g, "").length).toBeGreaterThan(100);
  });
});
