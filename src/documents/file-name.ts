import type { Format } from "./document.ts";

const LONGEST = 80;

/** Letters and digits of any script, spaces, `-` and `_`. */
const safe = (title: string): string =>
  title
    .normalize("NFC")
    .replaceAll(/[^\p{L}\p{M}\p{N}\s\-_]/gu, "")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, LONGEST)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trim() || "report";

const ascii = (text: string): string =>
  text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^A-Za-z0-9 \-_.]/gu, "_");

/** What RFC 8187 lets stand is less than what encodeURIComponent does. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /['()*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** `<safe title>_<first 8 of the id>.<format>` in ASCII for old clients, and as it is. */
export function contentDisposition(
  kind: "attachment" | "inline",
  title: string,
  id: string,
  format: Format,
): string {
  const name = `${safe(title)}_${id.slice(0, 8)}.${format}`;
  return `${kind}; filename="${ascii(name)}"; filename*=UTF-8''${encoded(name)}`;
}
