import type { Block } from "./blocks.ts";
import { PASSAGE_LENGTH, piecesOf } from "./pieces.ts";

/** A part of a document, at most 1,200 characters long, as search finds it. */
export interface Passage {
  /** Counts from 0 within its document. */
  ordinal: number;
  /** The headings above it: `A > B > C`; empty above the first. */
  heading_path: string;
  text: string;
}

const LONGEST_HEADING = 200;

interface Heading {
  level: number;
  text: string;
  /** Whether some passage has it on its path. */
  seen: boolean;
}

class Cutter {
  readonly passages: Passage[] = [];
  readonly #headings: Heading[] = [];
  #text = "";

  add(block: Block): void {
    if (block.kind === "heading") this.#enter(block.level, block.text.trim());
    else this.#append(block);
  }

  finish(): Passage[] {
    this.#flush();
    this.#leave(0);
    return this.passages;
  }

  #enter(level: number, text: string): void {
    if (text === "") return;
    this.#flush();
    this.#leave(level);
    const short = text.length <= LONGEST_HEADING;
    const shown = short ? text : `${text.slice(0, LONGEST_HEADING).toWellFormed()}…`;
    this.#headings.push({ level, text: shown, seen: false });
    if (!short) this.#append({ kind: "text", text });
  }

  /** Ends the sections at this level and below. One without any text is a passage of its own. */
  #leave(level: number): void {
    for (let last = this.#headings.at(-1); last && last.level >= level;) {
      if (!last.seen) this.#emit(last.text);
      this.#headings.pop();
      last = this.#headings.at(-1);
    }
  }

  #append(block: Block): void {
    const joint = block.kind === "text" && block.tight ? "\n" : "\n\n";
    for (const [index, piece] of piecesOf(block).entries()) {
      const fits = this.#text.length + joint.length + piece.length <= PASSAGE_LENGTH;
      if (this.#text !== "" && fits && index === 0) {
        this.#text += joint + piece;
      } else {
        this.#flush();
        this.#text = piece;
      }
    }
  }

  #flush(): void {
    if (this.#text === "") return;
    this.#emit(this.#text);
    this.#text = "";
  }

  #emit(text: string): void {
    for (const heading of this.#headings) heading.seen = true;
    const heading_path = this.#headings.map((heading) => heading.text).join(" > ");
    this.passages.push({ ordinal: this.passages.length, heading_path, text });
  }
}

function cut(blocks: readonly Block[]): Passage[] {
  const cutter = new Cutter();
  for (const block of blocks) cutter.add(block);
  return cutter.finish();
}

const asText = (block: Block): Block =>
  block.kind === "heading" ? { kind: "text", text: block.text } : block;

/** Passages a document may have before their headings are no longer where it is cut. */
const roomFor = (characters: number): number => 100 + characters / 100;

/**
 * Cuts a document into passages. Every text of it is in exactly one of them: headings on the
 * path, the rest in the text (table headers again in each passage of their table).
 * @param characters length of the document. One that is nearly all headings is cut as plain
 * paragraphs, for a megabyte of them would make hundreds of thousands of passages.
 */
export function cutPassages(blocks: readonly Block[], characters: number): Passage[] {
  const passages = cut(blocks);
  return passages.length <= roomFor(characters) ? passages : cut(blocks.map(asText));
}
