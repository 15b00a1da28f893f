import type { StateCore, Token } from "markdown-it";
import { inlineText } from "./inline-text.ts";

export interface Heading {
  level: number;
  id: string;
  text: string;
}

const MAX_SLUG = 60;

/** Ids are ASCII: they become names inside the PDF, where others would need escapes. */
const slug = (text: string): string =>
  text
    .slice(0, MAX_SLUG)
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replaceAll(/[^a-z0-9-]/g, "")
    .replaceAll(/^-+|-+$/g, "");

/** Names that this page uses itself. */
const RESERVED = /^(?:source-\d+|fn.*)?$/;

function* uniqueIds(texts: Iterable<string>): Generator<string> {
  const taken = new Map<string, number>();
  for (const text of texts) {
    const plain = slug(text);
    const base = RESERVED.test(plain) ? `section-${plain}`.replace(/-$/, "") : plain;
    let id = base;
    for (let n = taken.get(base) ?? 1; taken.has(id); n += 1, taken.set(base, n))
      id = `${base}-${n}`;
    taken.set(id, 1);
    yield id;
  }
}

/** The title is the only first level, so the content's own begin at the second. */
const levelOf = ({ tag }: Token): number => Math.max(2, Number(tag.slice(1)));

export const headingsOf = (tokens: readonly Token[]): Heading[] =>
  tokens.flatMap((token, at) =>
    token.type === "heading_open"
      ? [
          {
            level: levelOf(token),
            id: String(token.attrGet("id")),
            text: inlineText(tokens[at + 1]?.children ?? null),
          },
        ]
      : [],
  );

/** Gives every heading an id of its own, and a level under the title's. */
export function numberHeadings({ tokens }: StateCore): void {
  const ids = uniqueIds(headingsOf(tokens).map(({ text }) => text));
  for (const token of tokens) {
    if (token.type !== "heading_open" && token.type !== "heading_close") continue;
    if (token.type === "heading_open") token.attrSet("id", String(ids.next().value));
    token.tag = `h${levelOf(token)}`;
  }
}
