import { describe, expect, it } from "vitest";
import { standalonePage } from "../../../src/documents/formats/page/standalone-page.ts";
import { PdfFile } from "../../../src/documents/formats/pdf/pdf-file.ts";
import { typeset } from "../../../src/documents/formats/pdf/typeset.ts";
import { cover, pdfOf } from "./kit.ts";

const MARKDOWN = "## One\n\n### Two\n\n#### Not in the contents\n\n## Three";

/** A printer whose first copies have these pages for One, Two and Three. */
async function typesetWith(...copies: [one: number, two: number, three: number][]) {
  const printed: string[] = [];
  const drafts: boolean[] = [];
  const html = await standalonePage(MARKDOWN, cover());
  const bytes = await typeset(html, "A title", (page, isDraft) => {
    printed.push(page);
    drafts.push(isDraft);
    const [one, two, three] = copies[printed.length - 1] ?? [1, 1, 1];
    return Promise.resolve(pdfOf("A title", 9, { one, two, three }));
  });
  return { printed, drafts, bytes };
}

const numbersIn = (html = ""): string[] =>
  [...html.matchAll(/data-page-of="[^"]+">(\d*)</g)].map(([, page = ""]) => page);

describe("the contents", () => {
  it("get the pages of the first print in the second", async () => {
    const { printed, drafts } = await typesetWith([3, 3, 7], [3, 3, 7]);
    expect(drafts).toEqual([true, false]);
    expect(printed.map((html) => numbersIn(html))).toEqual([
      ["", "", ""],
      ["3", "3", "7"],
    ]);
  });

  it("are printed once more when the numbers moved what they count", async () => {
    const { printed } = await typesetWith([3, 3, 7], [3, 4, 7], [3, 4, 7]);
    expect(numbersIn(printed[2])).toEqual(["3", "4", "7"]);
  });

  it("that do not settle make no document", async () => {
    const moving = typesetWith([3, 3, 7], [3, 4, 7], [3, 3, 7]);
    await expect(moving).rejects.toMatchObject({ code: "OUTPUT_INVALID" });
  });

  it("cost one print when there are none", async () => {
    let prints = 0;
    const html = await standalonePage("text", cover());
    await typeset(html, "A title", () => {
      prints += 1;
      return Promise.resolve(pdfOf("A title", 2, {}));
    });
    expect(prints).toBe(1);
  });
});

describe("a file", () => {
  const check = async (bytes: Uint8Array) =>
    typeset("<p>no contents</p>", "A title", () => Promise.resolve(bytes));
  const good = pdfOf("A title", 2, {});

  it("that is right passes as it is", async () => {
    expect(await check(good)).toBe(good);
  });

  const text = new TextDecoder().decode(good);
  const changed = (from: string, to: string) => new TextEncoder().encode(text.replace(from, to));

  it.each([
    ["cut short", good.subarray(0, good.length - 20)],
    ["no PDF", new TextEncoder().encode("<html>")],
    ["empty", new Uint8Array()],
    ["of one page", pdfOf("A title", 1, {})],
    ["with another title", pdfOf("B title", 2, {})],
    ["without bookmarks", changed("/Outlines 5", "/Outlimes 5")],
    ["with a broken table", changed("xref\n0", "xxxx\n0")],
    ["whose pages go round", changed("/Kids [10 0 R", "/Kids [03 0 R")],
  ])("%s is refused", async (_, bytes) => {
    await expect(check(bytes)).rejects.toMatchObject({ code: "OUTPUT_INVALID" });
  });

  it("above 25 MiB is too large", async () => {
    const padding = `%${"x".repeat(26 * 1_024 * 1_024)}\n`;
    const large = new TextEncoder().encode(text.replace("xref\n", `${padding}xref\n`));
    const start = text.indexOf("xref\n") + padding.length;
    const moved = new TextDecoder().decode(large).replace(/startxref\n\d+/, `startxref\n${start}`);
    await expect(check(new TextEncoder().encode(moved))).rejects.toMatchObject({
      code: "TOO_LARGE",
    });
  });
});

describe("titles of a PDF", () => {
  it.each([
    ["plain", "(A title)", "A title"],
    ["escaped", String.raw`(a \(b\) \\ \101\n)`, "a (b) \\ A\n"],
    ["nested", "(a (b) c)", "a (b) c"],
    ["hexadecimal UTF-16", "<FEFF00FC20AC>", "ü€"],
  ])("are read when %s", (_, written, title) => {
    const file = pdfOf("A title", 2, {});
    const text = new TextDecoder().decode(file).replace("(A title)", written);
    const start = text.lastIndexOf("\nxref") + 1;
    const shift = written.length - "(A title)".length;
    const moved = text
      .replace(/startxref\n\d+/, `startxref\n${start}`)
      .replaceAll(/(\d{10}) 00000 n/g, (_all, offset: string) => {
        const at = Number(offset);
        return `${String(at > 9 ? at + shift : at).padStart(10, "0")} 00000 n`;
      });
    const bytes = Uint8Array.from(moved, (character) => character.charCodeAt(0));
    expect(new PdfFile(bytes).title()).toBe(title);
  });
});
