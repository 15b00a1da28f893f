import { escapeHtml } from "../escape-html.ts";
import type { Heading } from "../markdown/headings.ts";

const DEEPEST = 3;

const line = ({ id, text, level }: Heading): string =>
  `<li class="level-${level}"><a href="#${id}"><span class="name">${escapeHtml(text)}</span>` +
  `<span class="page" data-page-of="${id}"></span></a></li>`;

/** Sections and subsections, each a link with a place for its page number. */
export function contentsHtml(headings: readonly Heading[]): string {
  const shown = headings.filter(({ level, text }) => level <= DEEPEST && text !== "");
  if (shown.length === 0) return "";
  const lines = shown.map((heading) => line(heading)).join("\n");
  return `<nav aria-label="Contents"><p class="contents-title">Contents</p>\n<ol>\n${lines}\n</ol></nav>\n`;
}

const PLACE = /data-page-of="([\w-]+)">[^<]*</g;

/** The headings that the contents name, in their order. */
export const contentsIds = (html: string): string[] =>
  [...html.matchAll(PLACE)].map(([, id = ""]) => id);

/** Writes page numbers into the contents. Their places have a fixed width, so nothing moves. */
export const withPageNumbers = (html: string, pages: ReadonlyMap<string, number>): string =>
  html.replaceAll(PLACE, (place, id: string) =>
    pages.has(id) ? `data-page-of="${id}">${pages.get(id)}<` : place,
  );
