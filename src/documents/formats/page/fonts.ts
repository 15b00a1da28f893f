import { type Face, FACES, type Subset } from "./font-files.ts";

const { serif, serifItalic, serifBold, sans, sansBold, mono } = FACES;

/** Every page has text, a cover and headings; italics and code come with their elements. */
const facesFor = (html: string): Face[] => [
  serif,
  serifBold,
  sans,
  sansBold,
  ...(/<em>|<blockquote>/.test(html) ? [serifItalic] : []),
  ...(html.includes("<code>") ? [mono] : []),
];

/** `U+0370-0377,U+037A` as a class of characters. */
const characterClass = (range: string): RegExp =>
  new RegExp(
    `[${range.replaceAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?,?/g, (_, from: string, to = from) => String.raw`\u{${from}}-\u{${to}}`)}]`,
    "u",
  );

async function fontFace(face: Face, subset: Subset, range: string): Promise<string> {
  const { default: bytes } = await face.files[subset]();
  const data = new Uint8Array(bytes).toBase64();
  return (
    `@font-face{font-family:"${face.family}";font-weight:${face.weight};font-style:${face.style};` +
    `font-display:block;unicode-range:${range};src:url(data:font/woff2;base64,${data}) format("woff2")}\n`
  );
}

/** The faces of the page's fonts with their bytes: only those, and of those only the scripts, that it needs. */
export async function fontFaces(html: string): Promise<string> {
  const { default: ranges } = await import("@fontsource/inter/unicode.json");
  const subsets = (["latin", "latin-ext", "greek", "cyrillic"] as const).filter(
    (subset) => subset === "latin" || characterClass(ranges[subset]).test(html),
  );
  const faces = facesFor(html).flatMap((face) =>
    subsets.map((subset) => fontFace(face, subset, ranges[subset])),
  );
  return (await Promise.all(faces)).join("");
}
