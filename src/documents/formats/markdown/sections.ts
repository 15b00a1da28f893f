import type { StateCore, Token } from "markdown-it";
import { headingsOf } from "./headings.ts";

/** Puts each second-level heading and what follows it into a `<section>` with the heading's id as class. */
export function wrapSections(state: StateCore): void {
  const wrapped: Token[] = [];
  const headings = headingsOf(state.tokens)[Symbol.iterator]();
  let open = false;
  const close = () => {
    if (open) wrapped.push(new state.Token("section_close", "section", -1));
    open = false;
  };
  for (const token of state.tokens) {
    const heading = token.type === "heading_open" ? headings.next().value : undefined;
    if (token.type === "footnote_block_open") close();
    if (heading?.level === 2 && token.level === 0) {
      close();
      const section = new state.Token("section_open", "section", 1);
      section.block = true;
      section.attrs = [["class", heading.id]];
      wrapped.push(section);
      open = true;
    }
    wrapped.push(token);
  }
  close();
  state.tokens = wrapped;
}
