export class Reference {
  readonly number: number;
  constructor(number: number) {
    this.number = number;
  }
}

export type Dictionary = ReadonlyMap<string, PdfValue>;

/** Names are text with their slash; what needs no telling apart (keywords) is text too. */
export type PdfValue = string | number | Reference | Uint8Array | Dictionary | PdfValue[];

const NAME = /\/[^\s()<>[\]{}/%]*/y;
const REFERENCE = /(\d+) \d+ R\b/y;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)/y;
const KEYWORD = /[a-zA-Z]+/y;
const HEX = /<([\da-fA-F\s]*)>/y;
const SPACE = /(?:\s|%[^\r\n]*)+/y;
const ESCAPED: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

const DEEPEST = 50;

/** Reads the values of PDF's syntax out of text in which each character is a byte. */
export class PdfReader {
  readonly #text: string;
  #at: number;

  constructor(text: string, at = 0) {
    this.#text = text;
    this.#at = at;
  }

  value(depth = 0): PdfValue {
    if (depth > DEEPEST) throw new Error("The PDF nests too deep");
    this.#match(SPACE);
    if (this.#text.startsWith("<<", this.#at)) return this.#dictionary(depth);
    const next = this.#text[this.#at];
    if (next === "[") return this.#array(depth);
    if (next === "(") return this.#string();
    return this.#simple();
  }

  #simple(): PdfValue {
    const name = this.#match(NAME);
    if (name) return name[0];
    const reference = this.#match(REFERENCE);
    if (reference) return new Reference(Number(reference[1]));
    const number = this.#match(NUMBER);
    if (number) return Number(number[0]);
    const hex = this.#match(HEX);
    if (hex) return bytesOfHex((hex[1] ?? "").replaceAll(/\s/g, ""));
    const keyword = this.#match(KEYWORD);
    if (keyword) return keyword[0];
    throw new Error("This is no PDF value");
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at = pattern.lastIndex;
    return match;
  }

  #array(depth: number): PdfValue[] {
    const values: PdfValue[] = [];
    this.#at += 1;
    while (!this.#closes("]")) values.push(this.value(depth + 1));
    return values;
  }

  #dictionary(depth: number): Dictionary {
    const entries = new Map<string, PdfValue>();
    this.#at += 2;
    while (!this.#closes(">>")) {
      const key = this.value(depth + 1);
      entries.set(typeof key === "string" ? key : "", this.value(depth + 1));
    }
    return entries;
  }

  #closes(mark: string): boolean {
    this.#match(SPACE);
    if (!this.#text.startsWith(mark, this.#at)) return false;
    this.#at += mark.length;
    return true;
  }

  #string(): Uint8Array {
    let text = "";
    let open = 0;
    do {
      const next = this.#text[this.#at++];
      if (next === undefined) throw new Error("The PDF ends inside a text");
      if (next === "\\") {
        text += this.#escaped();
        continue;
      }
      if (next === "(" && open++ === 0) continue;
      if (next === ")" && --open === 0) break;
      text += next;
    } while (open > 0);
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  }

  #escaped(): string {
    const octal = this.#match(/[0-7]{1,3}/y);
    if (octal) return String.fromCharCode(Number.parseInt(octal[0], 8));
    const next = this.#text[this.#at++] ?? "";
    return ESCAPED[next] ?? next;
  }
}

const bytesOfHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** A text of the PDF: UTF-16 with a mark, else Latin. */
export function textOf(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xfe && bytes[1] === 0xff;
  return isUtf16
    ? new TextDecoder("utf-16be").decode(bytes)
    : new TextDecoder("latin1").decode(bytes);
}
