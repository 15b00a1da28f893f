import type { StateCore } from "markdown-it";

/** Drawn, for the fonts of the page have no such signs. */
const box = (isDone: boolean): string =>
  `<svg class="box" role="img" aria-label="${isDone ? "done" : "open"}" viewBox="0 0 10 10">` +
  '<rect x=".5" y=".5" width="9" height="9" rx="1.2" fill="none" stroke="currentColor"/>' +
  `${isDone ? '<path d="M2.4 5.2 4.3 7.1 7.7 3" fill="none" stroke="currentColor" stroke-width="1.3"/>' : ""}</svg>`;

const MARK = /^\[([ xX])\]\s/;

/** `- [x] done`: a ticked or an empty box in the place of the marks. */
export function markTasks({ tokens, Token: TokenOf }: StateCore): void {
  for (const [at, item] of tokens.entries()) {
    const [first] = tokens[at + 2]?.children ?? [];
    if (item.type !== "list_item_open" || tokens[at + 1]?.type !== "paragraph_open") continue;
    const mark = first?.type === "text" ? MARK.exec(first.content)?.[1] : undefined;
    if (first === undefined || mark === undefined) continue;
    item.attrSet("class", "task");
    const drawn = new TokenOf("html_inline", "", 0);
    drawn.content = box(mark !== " ");
    first.content = first.content.replace(MARK, "");
    tokens[at + 2]?.children?.unshift(drawn);
  }
}
