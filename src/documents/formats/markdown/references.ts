import type { StateCore, Token } from "markdown-it";

const LINKS = /^(?:https?:\/\/[^/]|mailto:|#)/i;
const IMAGES = /^data:image\/(?:png|jpeg|gif|webp);base64,[a-z0-9+/]+={0,2}$/i;
const MAX_IMAGE_BYTES = 2 * 1_024 * 1_024;

const mayLink = (href: string): boolean => LINKS.test(href);

const mayShow = (source: string): boolean =>
  source.length <= (MAX_IMAGE_BYTES * 4) / 3 + 64 && IMAGES.test(source);

function filterChildren(tokens: readonly Token[]): Token[] {
  const open: boolean[] = [];
  return tokens.flatMap((token) => {
    if (token.type === "link_open") {
      open.push(mayLink(String(token.attrGet("href"))));
      token.attrs = (token.attrs ?? []).filter(([name]) => name !== "title");
      return open.at(-1) ? [token] : [];
    }
    if (token.type === "link_close") return open.pop() ? [token] : [];
    if (token.type !== "image" || mayShow(String(token.attrGet("src")))) return [token];
    return filterChildren(token.children ?? []);
  });
}

/** Leaves the text of a link that leads elsewhere than the web, and the words of a remote image. */
export function filterReferences({ tokens }: StateCore): void {
  for (const token of tokens) {
    if (token.type === "inline") token.children = filterChildren(token.children ?? []);
  }
}
