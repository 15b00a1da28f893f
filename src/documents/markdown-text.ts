const ACTIVE =
  /[\\`*~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<(?=[\p{L}/!?])|&(?=#?\w{1,32};)|\[(?=\^?\d+(?:[,;] ?\d+){0,9}\])|\](?=[(:[])|^(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$))|^\d{1,9}(?=[.)](?:\s|$))/gu;
/** Tokens go through as they are; what stands for them is escaped by nobody. */
const TOKEN = /(\[\[[A-Z]+_\d+\]\])/;

const escapeText = (text: string): string =>
  text.replaceAll(ACTIVE, (mark) => (/^\d/.test(mark) ? `${mark}\\` : `\\${mark}`));

/**
 * Plain text as markdown that shows it letter by letter, on one line. Only what would be read as
 * markup is escaped, so that prose stays prose; `[3]` is, for it would be a citation.
 */
export const markdownText = (text: string): string =>
  text
    .split(TOKEN)
    .map((part) => (TOKEN.test(part) ? part : escapeText(part)))
    .join("");
