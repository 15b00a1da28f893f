import type { Cover } from "../../../src/documents/formats/format.ts";
import { renderMarkdown } from "../../../src/documents/formats/markdown/render-markdown.ts";

export const cover = (over: Partial<Cover> = {}): Cover => ({
  title: "A title",
  description: null,
  preparedFor: "Ada",
  date: Date.UTC(2026, 0, 20),
  templateName: "System Health",
  sourceCount: 0,
  language: "en",
  pageSize: "A4",
  ...over,
});

export const htmlOf = async (markdown: string): Promise<string> =>
  (await renderMarkdown(markdown)).html;

/** Every tag of the HTML with its attributes, as a browser sees them. */
export async function elementsOf(
  html: string,
): Promise<{ tag: string; attributes: Map<string, string> }[]> {
  const found: { tag: string; attributes: Map<string, string> }[] = [];
  const rewriter = new HTMLRewriter().on("*", {
    element: (element) => {
      const attributes = new Map(
        [...element.attributes].map(([name = "", value = ""]) => [name, value]),
      );
      found.push({ tag: element.tagName, attributes });
    },
  });
  await rewriter.transform(new Response(html)).text();
  return found;
}

/** A PDF as Chromium lays it out, with these pages and named places (pages from 1). */
export function pdfOf(title: string, pages: number, places: Record<string, number>): Uint8Array {
  const kids = Array.from({ length: pages }, (_, at) => `${10 + at} 0 R`).join(" ");
  const names = Object.entries(places).map(
    ([name, page]) => `/${name} [${9 + page} 0 R /XYZ 0 800 0]`,
  );
  const objects = new Map([
    [1, `<</Title (${title})\n/Producer (Skia)>>`],
    [2, "<</Type /Catalog\n/Pages 3 0 R\n/Dests 4 0 R\n/Outlines 5 0 R>>"],
    [3, `<</Type /Pages\n/Count ${pages}\n/Kids [${kids}]>>`],
    [4, `<<${names.join("\n")}>>`],
    [5, "<</First 6 0 R\n/Last 6 0 R>>"],
    [6, `<</Title (${title})>>`],
    ...Array.from(
      { length: pages },
      (_, at) => [10 + at, "<</Type /Page\n/Parent 3 0 R>>"] as const,
    ),
  ]);
  const last = 9 + pages;
  let text = "%PDF-1.4\n";
  const offsets = Array.from({ length: last + 1 }, () => 0);
  for (const [number, body] of objects) {
    offsets[number] = text.length;
    text += `${number} 0 obj\n${body}\nendobj\n`;
  }
  const entries = offsets.map((offset) =>
    offset === 0 ? "0000000000 65535 f \n" : `${String(offset).padStart(10, "0")} 00000 n \n`,
  );
  const trailer = `trailer\n<</Size ${last + 1}\n/Root 2 0 R\n/Info 1 0 R>>\nstartxref\n${text.length}\n%%EOF`;
  return new TextEncoder().encode(`${text}xref\n0 ${last + 1}\n${entries.join("")}${trailer}\n`);
}
