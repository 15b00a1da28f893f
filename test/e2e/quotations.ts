/** Letters and digits only: links by their text, tags not at all. */
export const bare = (markdown: string): string =>
  markdown
    .replaceAll(/\]\([^)\s]*\)/g, "]")
    .replaceAll(/<\/?[a-z][^>]*>/gi, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "");

const QUOTATION = /(\S[^\n]*?) (?<!\\)\[(\d+)\](?= |\n|$)/g;

/** A digest taken apart: sentences with the number each cites, sources by number, and the rest. */
export function takeApart(markdown: string) {
  const body = markdown.slice(
    markdown.indexOf("## Executive Summary"),
    markdown.indexOf("## Sources"),
  );
  const text = body.replaceAll(/^## .*$/gm, "");
  const quotations = Array.from(text.matchAll(QUOTATION), ([, sentence = "", n]) => ({
    sentence: sentence.replace(/^- /, ""),
    source: Number(n),
  }));
  const list = markdown.slice(markdown.indexOf("## Sources"));
  const sources = new Map(
    Array.from(list.matchAll(/^(\d+)\. (.*)$/gm), ([, n, line = ""]) => [Number(n), line]),
  );
  return { quotations, sources, remainder: text.replaceAll(QUOTATION, "").trim() };
}
