import { type Block, Lists } from "./blocks.ts";

const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));

/** What a reader of the page does not see. */
const SKIPPED = words(
  "script style template noscript noembed noframes iframe object svg canvas audio video title",
);
/** Where these open or close, a word ends and so does a paragraph. */
const BREAKS = words(
  "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form head header hgroup hr html legend li main menu nav ol optgroup option p pre section select summary table tbody td tfoot th thead tr ul h1 h2 h3 h4 h5 h6",
);
const HEADING = /^h([1-6])$/;

/** Turns tags and text, as a tokenizer meets them, into blocks. Unclosed tags do no harm. */
export class HtmlReader {
  readonly #blocks: Block[] = [];
  readonly #lists = new Lists();
  #parts: string[] = [];
  #heading = 0;
  #pre = 0;
  #skipped = { tag: "", depth: 0 };
  #tables = 0;
  #rows: string[][] = [];
  #inCell = false;

  text(text: string): void {
    if (this.#skipped.depth > 0) return;
    this.#parts.push(this.#pre > 0 && !this.#inCell ? text : text.replaceAll(/\s+/g, " "));
  }

  open(tag: string): void {
    if (this.#skips(tag, 1)) return;
    if (tag === "br") this.#parts.push(this.#inCell ? " " : "\n");
    if (BREAKS.has(tag)) this.#break();
    if (tag === "table") this.#tables += 1;
    else if (this.#tables > 0) this.#openInTable(tag);
    else this.#openInFlow(tag);
  }

  close(tag: string): void {
    if (this.#skips(tag, -1)) return;
    if (BREAKS.has(tag)) this.#break();
    if (tag === "table" && this.#tables > 0) this.#closeTable();
    else if (this.#tables === 1 && (tag === "td" || tag === "th")) this.#endCell();
    else if (this.#tables === 0) this.#closeInFlow(tag);
  }

  finish(): Block[] {
    this.#break();
    if (this.#tables > 0) {
      this.#tables = 1;
      this.#closeTable();
    }
    return this.#blocks;
  }

  #skips(tag: string, step: 1 | -1): boolean {
    const skipped = this.#skipped;
    if (skipped.depth === 0 && step === 1 && SKIPPED.has(tag)) {
      this.#skipped = { tag, depth: 1 };
      return true;
    }
    if (skipped.depth === 0) return false;
    if (tag === skipped.tag) skipped.depth += step;
    return true;
  }

  #openInTable(tag: string): void {
    if (this.#tables > 1) return;
    if (tag === "tr") {
      this.#endCell();
      this.#rows.push([]);
    }
    if (tag === "td" || tag === "th") {
      this.#endCell();
      this.#inCell = true;
    }
  }

  #openInFlow(tag: string): void {
    const level = HEADING.exec(tag)?.[1];
    if (level !== undefined) this.#heading = Number(level);
    if (tag === "pre") this.#pre += 1;
    if (tag === "ul" || tag === "ol") this.#lists.enter(tag === "ol");
    if (tag === "li") this.#lists.item();
  }

  #closeInFlow(tag: string): void {
    if (HEADING.test(tag)) this.#heading = 0;
    if (tag === "pre" && this.#pre > 0) this.#pre -= 1;
    if (tag === "ul" || tag === "ol") this.#lists.leave();
  }

  /** A block tag: inside a cell it only parts words, elsewhere the text before it is a block. */
  #break(): void {
    if (this.#inCell) this.#parts.push(" ");
    else this.#flush();
  }

  #taken(): string {
    const text = this.#parts.join("");
    this.#parts = [];
    return text;
  }

  #flush(): void {
    if (this.#parts.length === 0) return;
    const raw = this.#taken();
    if (raw.trim() === "") return;
    if (this.#pre > 0) {
      this.#blocks.push({ kind: "code", text: raw.replace(/^\s*\n/, "").trimEnd() });
      return;
    }
    const text = raw
      .replaceAll(/ +/g, " ")
      .replaceAll(/ ?\n ?/g, "\n")
      .trim();
    if (this.#heading > 0) {
      const level = this.#heading;
      this.#blocks.push({ kind: "heading", level, text: text.replaceAll("\n", " ") });
      this.#heading = 0;
    } else {
      this.#blocks.push(this.#lists.block(text));
    }
  }

  #endCell(): void {
    if (!this.#inCell) return;
    if (this.#rows.length === 0) this.#rows.push([]);
    this.#rows.at(-1)?.push(this.#taken().replaceAll(/\s+/g, " ").trim());
    this.#inCell = false;
  }

  #closeTable(): void {
    this.#tables -= 1;
    if (this.#tables > 0) return;
    this.#endCell();
    const rows = this.#rows.filter((cells) => cells.some((cell) => cell !== ""));
    if (rows.length > 0) this.#blocks.push({ kind: "table", rows });
    this.#rows = [];
  }
}
