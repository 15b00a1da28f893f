import type { Token } from "markdown-it";

type Mark = Record<"id" | "subId", number>;

const markOf = (tokens: readonly Token[], index: number): Mark => tokens[index]?.meta as Mark;

/** A bare number: `[1]` is how sources are cited. */
export function renderFootnoteMark(tokens: Token[], index: number): string {
  const { id, subId } = markOf(tokens, index);
  return subId > 0 ? `${id + 1}:${subId}` : String(id + 1);
}

/** The way back, with an arrow that the page's fonts have. */
export function renderFootnoteReturn(tokens: Token[], index: number): string {
  const { id, subId } = markOf(tokens, index);
  const suffix = subId > 0 ? `:${subId}` : "";
  return ` <a href="#fnref${id + 1}${suffix}" class="footnote-backref">↑</a>`;
}
