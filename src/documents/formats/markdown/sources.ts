import type { Token } from "markdown-it";

const SOURCES = "sources";

/** The list items of the section "Sources", by their number. */
export function sourceItems(tokens: readonly Token[]): Map<number, Token> {
  const items = new Map<number, Token>();
  const heading = tokens.findLastIndex(
    ({ type, content }, at) =>
      type === "inline" &&
      content.trim().toLowerCase() === SOURCES &&
      tokens[at - 1]?.type === "heading_open",
  );
  if (heading === -1) return items;
  let next = 1;
  for (const token of tokens.slice(heading + 1)) {
    if (token.type === "heading_open") break;
    if (token.level === 0 && token.type === "ordered_list_open") {
      next = Number(token.attrGet("start") ?? 1);
    }
    if (token.level === 1 && token.type === "list_item_open" && token.info !== "") {
      items.set(next, token);
      next += 1;
    }
  }
  return items;
}
