/** A part of a document that is not cut without need. All text is readable text, no markup. */
export type Block =
  | { kind: "heading"; level: number; text: string }
  /** A paragraph or a list item; `tight` ones stand on the next line, without a blank one. */
  | { kind: "text"; text: string; tight?: boolean }
  | { kind: "code"; text: string }
  /** The first row is the header. */
  | { kind: "table"; rows: string[][] };

const DEEPEST_INDENT = 4;

/** How far an item of a list at this depth (1 is the outermost) stands to the right. */
const indent = (depth: number): string =>
  "  ".repeat(Math.max(0, Math.min(depth - 1, DEEPEST_INDENT)));

interface List {
  ordered: boolean;
  next: number;
}

/** The lists that are open while a document is read, and the mark of the item that comes next. */
export class Lists {
  readonly #open: List[] = [];
  #mark = "";
  #first = true;

  enter(ordered: boolean, start = 1): void {
    if (this.#open.length === 0) this.#first = true;
    this.#open.push({ ordered, next: start });
  }

  leave(): void {
    this.#open.pop();
    this.#mark = "";
  }

  item(): void {
    const list = this.#open.at(-1);
    this.#mark = list?.ordered ? `${list.next++}. ` : "- ";
  }

  /** The text as a paragraph of its own, or as a line of the list that it stands in. */
  block(text: string): Block {
    const depth = this.#open.length;
    if (depth === 0) return { kind: "text", text };
    const tight = !this.#first;
    const line = `${indent(depth)}${this.#mark || "  "}${text}`;
    this.#mark = "";
    this.#first = false;
    return { kind: "text", text: line, tight };
  }
}
