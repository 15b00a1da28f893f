import { expect } from "vitest";
import type { Bookmark, Inspected } from "./inspected-pdf.ts";

/** What every printed document must be, whatever it says. */

export const SIZES = [
  ["A4", 595, 842],
  ["Letter", 612, 792],
] as const;

const flat = (bookmarks: readonly Bookmark[]): Bookmark[] =>
  bookmarks.flatMap((bookmark) => [bookmark, ...flat(bookmark.kids)]);

export function expectWellFormed(pdf: Inspected, width: number, height: number): void {
  expect(pdf.check()).toContain("No syntax or stream encoding errors");
  const sizes = [...pdf.info("-l", "-1").matchAll(/size:\s+([\d.]+) x ([\d.]+)/g)];
  expect(sizes).toHaveLength(pdf.pages().length);
  for (const [, w, h] of sizes) {
    expect(Math.abs(Number(w) - width)).toBeLessThan(2);
    expect(Math.abs(Number(h) - height)).toBeLessThan(2);
  }
}

export function expectIdentity(pdf: Inspected, title: string, language: string): void {
  expect(pdf.info()).toMatch(/^Tagged: +yes$/m);
  expect(/^Title: +(.*)$/m.exec(pdf.info())?.[1]).toBe(title);
  expect(pdf.objects).toContain(`"/Lang":"u:${language}"`);
}

export function expectCover(pdf: Inspected, words: readonly string[]): void {
  const text = pdf.text("-l", "1").replaceAll(/\s+/g, " ");
  for (const one of words) expect(text).toContain(one);
  expect(text).not.toMatch(/Page \d/);
}

/** One per heading (of levels 2 to 4), in order, under one with the title. */
export function expectBookmarks(pdf: Inspected, title: string, headings: readonly string[]): void {
  expect(pdf.bookmarks).toHaveLength(1);
  const [root] = pdf.bookmarks;
  expect(root?.title.replaceAll(/\s+/g, " ")).toBe(title);
  expect(flat(root?.kids ?? []).map((bookmark) => bookmark.title.trim())).toEqual(headings);
}

/** Contents on page 2, whose numbers are the bookmarks' pages, each line a link. */
export function expectContents(pdf: Inspected): void {
  const pages = pdf.pages();
  const lines = (pages[1] ?? "")
    .split("\n")
    .flatMap((line) => /^\s*(\S.*?)\s{3,}(\d+)$/.exec(line) ?? []);
  const found: [title: string, page: number][] = [];
  for (let at = 0; at < lines.length; at += 3)
    found.push([lines[at + 1] ?? "", Number(lines[at + 2])]);
  const wanted = (pdf.bookmarks[0]?.kids ?? []).flatMap((section) => [section, ...section.kids]);
  expect(found).toEqual(wanted.map(({ title, destpageposfrom1 }) => [title, destpageposfrom1]));
  for (const { title, destpageposfrom1 } of wanted)
    expect(pages[destpageposfrom1 - 1]).toContain(title);
  expect(pdf.objects.split('"/Dest":').length - 1).toBeGreaterThanOrEqual(found.length);
}

/** The title above (its beginning) and the page below, on all pages but the cover. */
export function expectRunningLines(pdf: Inspected, beginning: string): void {
  const pages = pdf.pages();
  for (const [at, page] of pages.entries()) {
    if (at === 0) continue;
    expect(page.trimStart().startsWith(beginning)).toBe(true);
    expect(page.trimEnd().endsWith(`Page ${at + 1} of ${pages.length}`)).toBe(true);
  }
}

export function expectEmbeddedFonts(pdf: Inspected): void {
  const fonts = pdf.fonts();
  for (const font of fonts) expect(font).toMatch(/^[A-Z]{6}\+.* yes yes yes /);
  expect(fonts.join("\n")).not.toContain("Type 3");
}

/** Nothing but links to the web and to the sources. */
export function expectHarmless(pdf: Inspected, sources: number): void {
  for (const action of ["/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/AA"]) {
    expect(pdf.objects).not.toContain(`"${action}"`);
  }
  const uris = [...pdf.objects.matchAll(/"\/URI":"u:([^"]+)"/g)].map(([, uri]) => uri);
  for (const uri of uris) expect(uri).toMatch(/^(?:https?:|mailto:)/);
  for (let n = 1; n <= sources; n += 1) expect(pdf.objects).toContain(`"/source-${n}"`);
}

/** Something stands between the running lines of every page. */
export function expectNoBlankPage(pdf: Inspected): void {
  for (const page of pdf.pages()) {
    const [, ...lines] = page.trim().split("\n");
    expect(lines.slice(0, -1).join("").replaceAll(/\s/g, "").length).toBeGreaterThan(20);
  }
}
