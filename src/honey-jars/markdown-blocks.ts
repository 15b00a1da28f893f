import type { Token } from "markdown-it";
import { type Block, Lists } from "./blocks.ts";
import { withoutTags } from "./raw-html.ts";

interface Parser {
  parse(markdown: string, env: object): Token[];
}

let parsers: Promise<{ full: Parser; linkless: Parser }> | undefined;

async function createParsers(): Promise<{ full: Parser; linkless: Parser }> {
  const { default: MarkdownIt } = await import("markdown-it");
  const linkless = new MarkdownIt({ html: false }).disable(["link", "image", "reference"]);
  return { full: new MarkdownIt({ html: false }), linkless };
}

/** Each `[` costs the parser some microseconds; a document with more is not written by people. */
const MOST_BRACKETS = 50_000;

function isFullOfBrackets(source: string): boolean {
  let count = 0;
  for (let at = source.indexOf("["); at !== -1; at = source.indexOf("[", at + 1)) count += 1;
  return count > MOST_BRACKETS;
}

function plainText({ type, content, children }: Token): string {
  if (type === "softbreak") return " ";
  if (type === "hardbreak") return "\n";
  return type === "image" ? inlineText(children ?? []) : content;
}

function inlineText(tokens: readonly Token[]): string {
  let text = "";
  let run = "";
  for (const token of tokens) {
    if (token.type === "code_inline") {
      text += withoutTags(run) + token.content;
      run = "";
    } else {
      run += plainText(token);
    }
  }
  return text + withoutTags(run);
}

interface Placed {
  line: number;
  block: Block;
}

class Reader {
  readonly placed: Placed[] = [];
  readonly #lists = new Lists();
  #heading = 0;
  #table: string[][] | undefined;
  #line = 0;

  read(token: Token): void {
    this.#line = token.map?.[0] ?? this.#line;
    switch (token.type) {
      case "heading_open":
        this.#heading = Number(token.tag.slice(1));
        break;
      case "bullet_list_open":
        this.#lists.enter(false);
        break;
      case "ordered_list_open":
        this.#lists.enter(true, Number(token.attrGet("start") ?? 1));
        break;
      case "bullet_list_close":
      case "ordered_list_close":
        this.#lists.leave();
        break;
      case "list_item_open":
        this.#lists.item();
        break;
      case "table_open":
        this.#table = [];
        this.#put({ kind: "table", rows: this.#table });
        break;
      case "tr_open":
        this.#table?.push([]);
        break;
      case "table_close":
        this.#table = undefined;
        break;
      case "fence":
      case "code_block":
        this.#put({ kind: "code", text: token.content.trimEnd() });
        break;
      case "inline":
        this.#inline(inlineText(token.children ?? []));
        break;
      default:
    }
  }

  #inline(text: string): void {
    if (this.#table) {
      this.#table.at(-1)?.push(text);
    } else if (this.#heading > 0) {
      this.#put({ kind: "heading", level: this.#heading, text });
      this.#heading = 0;
    } else if (text.trim() !== "") {
      this.#put(this.#lists.block(text.trim()));
    }
  }

  #put(block: Block): void {
    this.placed.push({ line: this.#line, block });
  }
}

const LEAVES = ["inline", "fence", "code_block", "heading_open", "table_open", "hr"];
const CONTAINER_MARKS = /^(?:[\s>]|[-+*](?=\s|$)|\d{1,9}[.)](?=\s|$))+/;
const LINK_DEFINITION = /^\s*\[[^\]^][^\]]*\]:\s*\S+(?:\s+["'(].*)?$/;

/** Lines that became no token: the parser drops what is nested a hundred deep. */
function* droppedLines(source: string, tokens: readonly Token[]): Generator<Placed> {
  const lines = source.split("\n");
  const covered = new Uint8Array(lines.length + 1);
  for (const { type, map } of tokens) if (map && LEAVES.includes(type)) covered.fill(1, ...map);
  for (const [line, raw] of lines.entries()) {
    if (covered[line] === 1 || LINK_DEFINITION.test(raw)) continue;
    const text = raw.replace(CONTAINER_MARKS, "").trim();
    if (/[\p{L}\p{N}]/u.test(text)) yield { line, block: { kind: "text", text } };
  }
}

/** The blocks of a markdown document, link and emphasis marks and HTML tags gone. */
export async function markdownBlocks(markdown: string): Promise<Block[]> {
  parsers ??= createParsers();
  const source = markdown.replaceAll(/\r\n?/g, "\n");
  const { full, linkless } = await parsers;
  const tokens = (isFullOfBrackets(source) ? linkless : full).parse(source, {});
  const reader = new Reader();
  for (const token of tokens) reader.read(token);
  return [...reader.placed, ...droppedLines(source, tokens)]
    .toSorted((left, right) => left.line - right.line)
    .map(({ block }) => block);
}
