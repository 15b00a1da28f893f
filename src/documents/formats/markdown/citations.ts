import type { StateCore, Token } from "markdown-it";
import { sourceItems } from "./sources.ts";

const CITATION = /\[(\d{1,4})\]/g;

type NewToken = StateCore["Token"];

function citation(number: number, level: number, TokenOf: NewToken): Token[] {
  const open = new TokenOf("link_open", "a", 1);
  open.attrs = [
    ["href", `#source-${number}`],
    ["class", "citation"],
  ];
  open.level = level;
  const text = new TokenOf("text", "", 0);
  text.content = `[${number}]`;
  text.level = level + 1;
  const close = new TokenOf("link_close", "a", -1);
  close.level = level;
  return [open, text, close];
}

function linkText(token: Token, known: ReadonlySet<number>, TokenOf: NewToken): Token[] {
  const pieces: Token[] = [];
  let from = 0;
  const plain = (to: number) => {
    if (to === from) return;
    const text = new TokenOf("text", "", 0);
    text.content = token.content.slice(from, to);
    text.level = token.level;
    pieces.push(text);
  };
  for (const match of token.content.matchAll(CITATION)) {
    const number = Number(match[1]);
    if (!known.has(number)) continue;
    plain(match.index);
    // A number must not begin a line, far from what it is the source of.
    const before = pieces.at(-1);
    if (before?.type === "text") before.content = before.content.replace(/ $/, "\u00A0");
    pieces.push(...citation(number, token.level, TokenOf));
    from = match.index + match[0].length;
  }
  plain(token.content.length);
  return from === 0 ? [token] : pieces;
}

function linkChildren(children: readonly Token[], known: ReadonlySet<number>, TokenOf: NewToken) {
  let links = 0;
  return children.flatMap((token) => {
    if (token.type === "link_open") links += 1;
    if (token.type === "link_close") links -= 1;
    return token.type === "text" && links === 0 ? linkText(token, known, TokenOf) : [token];
  });
}

/** `[n]` leads to entry n of Sources, where there is one; not in code, links or headings. */
export function markCitations({ tokens, Token: TokenOf }: StateCore): void {
  const items = sourceItems(tokens);
  if (items.size === 0) return;
  for (const [number, item] of items) item.attrSet("id", `source-${number}`);
  const known = new Set(items.keys());
  for (const [at, token] of tokens.entries()) {
    if (token.type !== "inline" || tokens[at - 1]?.type === "heading_open") continue;
    token.children = linkChildren(token.children ?? [], known, TokenOf);
  }
}
