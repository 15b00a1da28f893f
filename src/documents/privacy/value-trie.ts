interface Node {
  next: Map<string, Node>;
  /** The name of the token that stands for the value that ends here. */
  name?: string;
}

const WORDLIKE = /[\p{L}\p{N}]/u;
const isWordlike = (text: string, at: number): boolean =>
  at >= 0 && at < text.length && WORDLIKE.test(text.charAt(at));

/** Whether no word goes on over this offset. */
const isEdge = (text: string, at: number): boolean =>
  !(isWordlike(text, at - 1) && isWordlike(text, at));

/** Finds many values in a text in one pass, wherever they stand whole: not inside longer words. */
export class ValueTrie {
  readonly #root: Node = { next: new Map() };

  constructor(values: Iterable<readonly [name: string, value: string]>) {
    for (const [name, value] of values) this.#add(name, value);
  }

  #add(name: string, value: string): void {
    let node = this.#root;
    for (const unit of value.split("")) {
      const next: Node = node.next.get(unit) ?? { next: new Map() };
      node.next.set(unit, next);
      node = next;
    }
    node.name = name;
  }

  #longestAt(text: string, start: number): { end: number; name: string } | undefined {
    let found: { end: number; name: string } | undefined;
    let node = this.#root.next.get(text.charAt(start));
    for (let end = start + 1; node; end++) {
      if (node.name !== undefined && isEdge(text, end)) found = { end, name: node.name };
      node = end < text.length ? node.next.get(text.charAt(end)) : undefined;
    }
    return found;
  }

  /** Where values stand, in order, the longest at each place. */
  *occurrences(text: string): Generator<{ start: number; end: number; name: string }> {
    for (let start = 0; start < text.length; start++) {
      const found = isEdge(text, start) ? this.#longestAt(text, start) : undefined;
      if (!found) continue;
      yield { start, ...found };
      start = found.end - 1;
    }
  }
}
