import type { Detect } from "./detect.ts";
import type { PiiType } from "./finding.ts";
import { type Mapping, tokenOf, typeOf } from "./tokens.ts";
import { ValueTrie } from "./value-trie.ts";

export interface Scrambled {
  texts: string[];
  mapping: Mapping;
}

/** Gives every distinct value a name of its type, counting from where a known mapping ends. */
class Names {
  readonly mapping: Record<string, string>;
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  constructor(known: Mapping) {
    this.mapping = { ...known };
    for (const [name, value] of Object.entries(known)) this.#note(typeOf(name), value, name);
  }

  #note(type: string, value: string, name: string): void {
    this.#names.set(`${type} ${value}`, name);
    this.#counts.set(type, (this.#counts.get(type) ?? 0) + 1);
  }

  of(type: PiiType, value: string): string {
    const known = this.#names.get(`${type} ${value}`);
    if (known !== undefined) return known;
    const name = `${type}_${(this.#counts.get(type) ?? 0) + 1}`;
    this.#note(type, value, name);
    this.mapping[name] = value;
    return name;
  }
}

/** Values to look for everywhere. Literals are found by their form, wherever they stand. */
export const personalValues = (mapping: Mapping): [name: string, value: string][] =>
  Object.entries(mapping).filter(([name]) => typeOf(name) !== "LITERAL");

function replaceValues(text: string, values: ValueTrie): string {
  let out = "";
  let from = 0;
  for (const { start, end, name } of values.occurrences(text)) {
    out += text.slice(from, start) + tokenOf(name);
    from = end;
  }
  return out + text.slice(from);
}

/**
 * Replaces what is personal in the texts by tokens `[[TYPE_n]]`: n counts the distinct values of a
 * type by first appearance over the texts in their order. A value found anywhere is replaced
 * wherever it stands whole. Linear in the length of the texts.
 * @param known an earlier mapping of the same document, which keeps its numbers
 */
export function scramble(texts: readonly string[], detect: Detect, known: Mapping = {}): Scrambled {
  const names = new Names(known);
  const found = texts.map((text) =>
    detect(text).map(({ type, start, end }) => ({
      start,
      end,
      name: names.of(type, text.slice(start, end)),
    })),
  );
  const values = new ValueTrie(personalValues(names.mapping));
  const scrambled = texts.map((text, index) => {
    let out = "";
    let from = 0;
    for (const { start, end, name } of found[index] ?? []) {
      out += replaceValues(text.slice(from, start), values) + tokenOf(name);
      from = end;
    }
    return out + replaceValues(text.slice(from), values);
  });
  return { texts: scrambled, mapping: names.mapping };
}
