import { type Dictionary, PdfReader, type PdfValue, Reference, textOf } from "./pdf-values.ts";

const latin = (bytes: Uint8Array): string => new TextDecoder("latin1").decode(bytes);

/** An object's dictionary is short; its stream, which may be long, comes after. */
const OBJECT_WINDOW = 64 * 1_024;
const TAIL = 2_048;
const XREF_ENTRY = 20;
/** A tree that leads back into itself has no end. */
const MOST_NODES = 20_000;

/** Where each object begins: the plain table that Chromium writes. */
function objectOffsets(bytes: Uint8Array, start: number): number[] {
  const head = /^xref\s+0 (\d+)\s+/.exec(latin(bytes.subarray(start, start + 64)));
  if (!head) throw new Error("The PDF has no plain cross-reference table");
  const first = start + head[0].length;
  const entries = latin(bytes.subarray(first, first + Number(head[1]) * XREF_ENTRY));
  return (entries.match(/\d{10}(?= \d{5} [nf])/g) ?? []).map(Number);
}

/** What is asked of a PDF that Chromium wrote: its title, pages, named places and bookmarks. */
export class PdfFile {
  readonly #bytes: Uint8Array;
  readonly #offsets: number[];
  readonly #trailer: Dictionary;

  /** Throws when the bytes are not such a file. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    const end = latin(bytes.subarray(-TAIL));
    const start = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(end)?.[1];
    if (!latin(bytes.subarray(0, 8)).startsWith("%PDF-") || start === undefined) {
      throw new Error("The bytes are no whole PDF");
    }
    this.#offsets = objectOffsets(bytes, Number(start));
    this.#trailer = this.#dictionary(new PdfReader(end, end.lastIndexOf("trailer") + 7).value());
  }

  title(): string {
    const title = this.#dictionary(this.#trailer.get("/Info")).get("/Title");
    return title instanceof Uint8Array ? textOf(title) : "";
  }

  /** The first bookmark's text; undefined without bookmarks. */
  rootBookmark(): string | undefined {
    const outlines = this.#dictionary(this.#root().get("/Outlines"));
    const title = this.#dictionary(outlines.get("/First")).get("/Title");
    return title instanceof Uint8Array ? textOf(title) : undefined;
  }

  /** Object numbers of the pages, in order. */
  pages(): number[] {
    const pages: number[] = [];
    const open = [this.#root().get("/Pages")];
    for (let visited = 0; open.length > 0 && visited < MOST_NODES; visited += 1) {
      const node = open.pop();
      if (!(node instanceof Reference)) continue;
      const kids = this.#dictionary(node).get("/Kids");
      if (Array.isArray(kids)) open.push(...kids.toReversed());
      else pages.push(node.number);
    }
    return pages;
  }

  /** The page, from 1, of each named place. */
  destinations(): Map<string, number> {
    const pageOf = new Map(this.pages().map((object, index) => [object, index + 1]));
    const found = new Map<string, number>();
    for (const [name, place] of this.#dictionary(this.#root().get("/Dests"))) {
      const target = Array.isArray(place) ? place[0] : undefined;
      const page = target instanceof Reference ? pageOf.get(target.number) : undefined;
      if (page !== undefined) found.set(name.slice(1), page);
    }
    return found;
  }

  #root(): Dictionary {
    return this.#dictionary(this.#trailer.get("/Root"));
  }

  #dictionary(value: PdfValue | undefined): Dictionary {
    const resolved = value instanceof Reference ? this.#object(value.number) : value;
    return resolved instanceof Map ? resolved : new Map<string, PdfValue>();
  }

  #object(number: number): PdfValue {
    const offset = this.#offsets[number] ?? 0;
    for (let size = OBJECT_WINDOW; ; size *= 8) {
      const text = latin(this.#bytes.subarray(offset, offset + size));
      const start = /^\d+ \d+ obj/.exec(text)?.[0].length;
      if (start === undefined) throw new Error("The PDF points to an object that is not there");
      try {
        return new PdfReader(text, start).value();
      } catch (error) {
        if (size > this.#bytes.length) throw error;
      }
    }
  }
}

/** Pages of a PDF that Chromium wrote; null of any other file. */
export function pageCount(bytes: Uint8Array): number | null {
  try {
    return new PdfFile(bytes).pages().length;
  } catch {
    return null;
  }
}
