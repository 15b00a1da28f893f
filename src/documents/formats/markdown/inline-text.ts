import type { Token } from "markdown-it";

/** What a reader reads of inline tokens. */
export function inlineText(tokens: readonly Token[] | null): string {
  let text = "";
  for (const { type, content, children } of tokens ?? []) {
    if (type === "softbreak" || type === "hardbreak") text += " ";
    else if (type === "image") text += inlineText(children);
    else if (type !== "footnote_ref") text += content;
  }
  return text.trim();
}
