import type { Block } from "./blocks.ts";
import { HtmlReader } from "./html-reader.ts";

const ignore = (): void => {};

/**
 * The blocks of an HTML document or fragment, whatever its nesting: only the tokenizer is used,
 * for a parser's search through its stack of open elements is quadratic on hostile input.
 */
export async function htmlBlocks(html: string): Promise<Block[]> {
  const { Tokenizer } = await import("htmlparser2");
  const reader = new HtmlReader();
  let tag = "";
  let attribute = "";
  const slice = (start: number, end: number): string => html.slice(start, end);
  const inAlt = (): boolean => tag === "img" && attribute === "alt";
  const tokenizer = new Tokenizer(
    { decodeEntities: true, recognizeSelfClosing: true },
    {
      ontext: (start, end) => reader.text(slice(start, end)),
      ontextentity: (codePoint) => reader.text(String.fromCodePoint(codePoint)),
      onopentagname: (start, end) => {
        tag = slice(start, end).toLowerCase();
        reader.open(tag);
      },
      onselfclosingtag: () => {
        if (tag === "svg") reader.close(tag);
      },
      onclosetag: (start, end) => reader.close(slice(start, end).toLowerCase()),
      onattribname: (start, end) => {
        attribute = slice(start, end).toLowerCase();
      },
      onattribdata: (start, end) => {
        if (inAlt()) reader.text(slice(start, end));
      },
      onattribentity: (codePoint) => {
        if (inAlt()) reader.text(String.fromCodePoint(codePoint));
      },
      onattribend: ignore,
      onopentagend: ignore,
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onprocessinginstruction: ignore,
      onend: ignore,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return reader.finish();
}
