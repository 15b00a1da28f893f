import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HIVES, SAMPLE } from "./printed-sample.ts";
import { type Inspected, inspect, missingTools } from "./inspected-pdf.ts";
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
import { runPrinter, type RunningPrinter } from "./running-printer.ts";

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

describe.skipIf(missingTools.length > 0).each(SIZES)("a document on %s", (size, width, height) => {
  let pdf: Inspected;
  let pages: string[];
  beforeAll(async () => {
    const { status, bytes } = await printer.print({ cover: cover(size), markdown: SAMPLE });
    if (status !== 200) throw new Error(bytes.toString());
    pdf = inspect(printer.folder, size, bytes);
    pages = pdf.pages();
  });

  it("is well-formed, and every page has its size", () => {
    expectWellFormed(pdf, width, height);
  });

  it("has its title exactly, tags and a language", () => {
    expectIdentity(pdf, TITLE, "en-GB");
  });

  it("begins with a cover that has no header and no footer", () => {
    expectCover(pdf, [
      TITLE,
      "What two winters",
      "Prepared for",
      "Miriam Okafor",
      "20 January 2026",
      "Bee Conversational Report",
      "Sources",
    ]);
    expect(pdf.text("-l", "1").split("Early").length).toBe(2);
  });

  it("has a bookmark per heading under one with the title", () => {
    const headings = [...SAMPLE.matchAll(/^#{2,4} (.*)$/gm)].map(([, text = ""]) => text);
    expectBookmarks(pdf, TITLE, headings);
    const sections = pdf.bookmarks[0]?.kids ?? [];
    expect(
      sections.find(({ title }) => title === "How the Alarm Is Raised")?.kids[0]?.kids,
    ).toHaveLength(2);
  });

  it("has contents whose numbers are the bookmarks' pages, each line a link", () => {
    expectContents(pdf);
  });

  it("has the title above and the page below on every other page", () => {
    expectRunningLines(pdf, "Early <b>Warning</b>");
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
    expect(pdf.fonts().length).toBeGreaterThan(5);
    expectEmbeddedFonts(pdf);
    for (const words of ["Ελληνικά", "Русский", "Łódź", "“quotes”", "5 €"])
      expect(pages.join("")).toContain(words);
  });

  it("links to the web and to its sources, and does nothing else", () => {
    expect(pdf.objects.split('"/URI":').length).toBeGreaterThan(3);
    expectHarmless(pdf, 3);
  });

  it("has no blank page", () => {
    expectNoBlankPage(pdf);
  });
});

/** Where the first word of the cover's title begins, in points: nearer to the edge on a page that was shrunk. */
const titleAt = (pdf: Inspected): number =>
  Number(/<word xMin="([\d.]+)"/.exec(pdf.text("-bbox", "-l", "1"))?.[1]);

const TITLE_AT = (26 / 25.4) * 72;

describe.skipIf(missingTools.length > 0)("what hardly fits on a page", () => {
  const print = async (job: { title: string; description: string; markdown: string }) => {
    const { title, description, markdown } = job;
    const told = { ...cover("Letter", title), description };
    const { status, bytes } = await printer.print({ cover: told, markdown });
    expect([status, status === 200 ? "" : bytes.toString()]).toEqual([200, ""]);
    return inspect(printer.folder, "tight", bytes);
  };

  it("is all on the cover: the longest title and description", async () => {
    const sentence = "What two winters of data say about losses, and what a keeper may do. ";
    const title = sentence.repeat(4).slice(0, 254).trim();
    const description = `${sentence.repeat(28)}The very end.`;
    const pdf = await print({ title, description, markdown: "## One\n\nText." });
    expectCover(pdf, [title, description, "Miriam Okafor"]);
    expectBookmarks(pdf, title, ["One"]);
    expect(titleAt(pdf)).toBeCloseTo(TITLE_AT, 0);
  });

  it("begins on the cover and stands whole overleaf: a description of wide letters", async () => {
    const [title, description] = ["早期预警与重量".repeat(36), "两个冬天的数据".repeat(285)];
    const pdf = await print({ title, description, markdown: "## One\n\nText." });
    expectBookmarks(pdf, title, ["One"]);
    expect(pdf.text("-f", "2").replaceAll(/\s+/g, "")).toContain(description.slice(0, 200));
    expect(titleAt(pdf)).toBeCloseTo(TITLE_AT, 0);
  });

  it("is a table of forty columns, which makes no other page smaller", async () => {
    const row = (cell: (at: number) => string) =>
      `|${Array.from({ length: 40 }, (_, at) => cell(at)).join("|")}|\n`;
    const markdown = `## One\n\n${row((at) => `Column ${at}`)}${row(() => "---")}${row((at) => `v${at}`)}`;
    const pdf = await print({ title: "Wide", description: "A table.", markdown });
    expect(titleAt(pdf)).toBeCloseTo(TITLE_AT, 0);
    for (const at of [0, 20, 39]) expect(pdf.text().replaceAll(/\s+/g, "")).toContain(`v${at}`);
  });

  it("is a table of many days, in two columns that both have its header", async () => {
    const days = Array.from({ length: 90 }, (_, at) => `| day-${at} | ${at} |\n`).join("");
    const markdown = `## One\n\n| Day | Actions |\n|---|---|\n${days}\nThe end.`;
    const pdf = await print({ title: "Long", description: "A table.", markdown });
    const pages = pdf.pages().filter((page) => /day-\d/.test(page));
    expect(pages).toHaveLength(2);
    for (const page of pages) expect(page).toMatch(/Day +Actions +Day +Actions/);
    expect(pages.flatMap((page) => page.match(/day-\d+/g) ?? [])).toHaveLength(90);
    expect(pages.at(-1)).toMatch(/day-89[^]*The end\./);
  });
});
