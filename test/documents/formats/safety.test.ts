import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { standalonePage } from "../../../src/documents/formats/page/standalone-page.ts";
import { cover, elementsOf, htmlOf } from "./kit.ts";

const PIXEL =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

const HOSTILE = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg><use href='http://evil.test/a.svg#b'/></svg>",
  "<iframe src='file:///etc/passwd'></iframe>",
  "<style>@import 'http://evil.test/a.css';</style>",
  "<link rel=prefetch href='http://evil.test'>",
  "<meta http-equiv=refresh content='0;url=http://evil.test'>",
  "<form action=http://evil.test><input name=a></form>",
  "<!-- --><base href=http://evil.test>",
  "[a](javascript:alert(1))",
  "[a](JaVaScRiPt:alert(1))",
  "[a](java\nscript:alert(1))",
  "[a](&#106;avascript:alert(1))",
  "[a](vbscript:x) [b](data:text/html;base64,PHNjcmlwdD4=) [c](file:///etc/passwd)",
  "[a](//evil.test/x) [b](/inside) [c](other.md)",
  "<javascript:alert(1)> <file:///etc/passwd>",
  "![a](http://evil.test/a.png) ![b](//evil.test/b.png) ![c](file:///etc/passwd)",
  "![a](data:image/svg+xml;base64,PHN2Zz4=) ![b](data:text/html,hi)",
  '![a](data:image/png;base64,AAAA"onerror="alert(1))',
  '[a](https://ok.test "x\\" onmouseover=\\"alert(1)")',
  "[a]: javascript:alert(1)\n\n[a]",
  '``` "><script>alert(1)</script>\ncode\n```',
  "```html\n<script>alert(1)</script>\n```",
  "```chart\n</code><script>alert(1)</script>\n```",
  "## <img src=x onerror=alert(1)>",
  '## "><script>alert(1)</script>',
  "|<script>|\n|---|\n|<img src=x onerror=y>|",
  "text[^1]\n\n[^1]: <script>alert(1)</script>",
  "- [x] <script>alert(1)</script>",
  '<https://ok.test/"onclick=alert(1)>',
];

const TAGS =
  /^(?:section|h[2-6]|p|ul|ol|li|a|em|strong|s|code|pre|span|blockquote|br|hr|img|sup|table|thead|tbody|tr|th|td|figure|figcaption|svg|rect|path|g|text|polyline|style|defs|clippath)$/;
const ATTRIBUTES = /^(?:href|src|alt|id|class|scope|start|title)$/;

async function expectHarmless(markdown: string): Promise<void> {
  for (const { tag, attributes } of await elementsOf(await htmlOf(markdown))) {
    expect(tag).toMatch(TAGS);
    if (tag === "svg" || tag === "rect" || tag === "path") continue;
    for (const name of attributes.keys()) expect(name).toMatch(ATTRIBUTES);
    if (attributes.has("href"))
      expect(attributes.get("href")).toMatch(/^(?:https?:\/\/|mailto:|#)/i);
    if (attributes.has("src"))
      expect(attributes.get("src")).toMatch(/^data:image\/(?:png|jpeg|gif|webp);/);
  }
}

describe("markdown of an enemy", () => {
  it.each(HOSTILE)("%j becomes text", async (markdown) => {
    await expectHarmless(markdown);
  });

  it("stays harmless in any mixture", async () => {
    const piece = fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc.constantFrom(
        "[",
        "](",
        ")",
        "`",
        "```",
        "<",
        ">",
        "|",
        "\n",
        "\n\n",
        "&",
        '"',
        "!",
        "[^1]",
        "#",
        "data:",
      ),
      fc.string({ maxLength: 8 }),
    );
    const property = fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async (pieces) => {
      await expectHarmless(pieces.join(""));
    });
    await fc.assert(property, { numRuns: 150 });
  });

  it("loses the address of a refused link, not its words", async () => {
    const html = await htmlOf(
      "See [the *whole* list](javascript:x) and ![a **chart**](http://e.test/a.png).",
    );
    expect(html).toContain("<p>See the <em>whole</em> list and a <strong>chart</strong>.</p>");
  });

  it("may link to the web, to a mailbox and to itself", async () => {
    const html = await htmlOf(
      "[a](https://a.test) [b](http://b.test) [c](mailto:c@d.test) [d](#e)",
    );
    const links = (await elementsOf(html)).flatMap(
      ({ attributes }) => attributes.get("href") ?? [],
    );
    expect(links).toEqual(["https://a.test", "http://b.test", "mailto:c@d.test", "#e"]);
  });

  it("may show an image that it carries, up to 2 MiB", async () => {
    expect(await htmlOf(`![dot](${PIXEL})`)).toContain(`<img src="${PIXEL}" alt="dot">`);
    const large = `data:image/png;base64,${"A".repeat(2_900_000)}`;
    expect(await htmlOf(`![too large](${large})`)).toBe("<p>too large</p>\n");
  });
});

describe("the page around it", () => {
  it("takes the words of its cover literally", async () => {
    const words = {
      title: '<b>R&D</b> "über"',
      preparedFor: "<i>Eve</i>",
      description: "</p><script>",
    };
    const html = await standalonePage("text", cover(words));
    expect(html).toContain("<title>&lt;b&gt;R&amp;D&lt;/b&gt; &quot;über&quot;</title>");
    const tags = (await elementsOf(html)).map(({ tag }) => tag);
    for (const tag of ["b", "i", "script"]) expect(tags).not.toContain(tag);
  });

  it("refers to nothing outside itself, and forbids it", async () => {
    const html = await standalonePage("`code` *and* Ελ Łó Ж", cover());
    const tags = (await elementsOf(html)).map(({ tag }) => tag);
    for (const tag of ["script", "link", "iframe", "object", "form"])
      expect(tags).not.toContain(tag);
    const urls = [...html.matchAll(/url\(([^)]{0,30})/g)].map(([, url]) => url);
    for (const url of urls) expect(url).toMatch(/^data:font\/woff2;base64,/);
    expect(html).toContain("default-src 'none'; img-src data:; font-src data:");
  });

  it("carries the fonts of the scripts that it uses, and no others", async () => {
    const faces = async (text: string) =>
      ((await standalonePage(text, cover())).match(/@font-face/g) ?? []).length;
    expect(await faces("plain")).toBe(4);
    expect(await faces("plain *and* `code`")).toBe(6);
    expect(await faces("Ελληνικά")).toBe(8);
    expect(await faces("Łódź Ελληνικά Русский")).toBe(16);
  });
});
