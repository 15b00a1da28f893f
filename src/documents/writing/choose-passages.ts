import type { Passage } from "../retrieval/passage.ts";
import { cosine, marginal, type Vector } from "./vectors.ts";

const DUPLICATE = 0.85;
/** Share of the passages that one source may give, where there are three or more. */
const MOST_OF_ONE = 0.4;

export interface Weighed {
  passage: Passage;
  vector: Vector;
}

/**
 * The passages to write from, by maximal marginal relevance: again and again the one that is best
 * by score and least like those taken, until there are enough or none adds anything.
 */
export function choosePassages<T extends Weighed>(all: readonly T[], most: number): T[] {
  const limit = Math.min(most, all.length);
  const diverse = new Set(all.map(({ passage }) => passage.source)).size >= 3;
  const cap = diverse ? Math.max(1, Math.floor(MOST_OF_ONE * limit)) : limit;
  const given = new Map<number, number>();
  const chosen: T[] = [];
  let open = all.map((one) => ({ one, similarity: 0 }));
  while (chosen.length < limit) {
    const [first, ...others] = open;
    if (!first) break;
    const value = ({ one, similarity }: typeof first): number =>
      marginal(one.passage.score, similarity);
    const best = others.reduce((top, next) => (value(next) > value(top) ? next : top), first);
    if (value(best) <= 0) break;
    const { source } = best.one.passage;
    chosen.push(best.one);
    given.set(source, (given.get(source) ?? 0) + 1);
    open = open.flatMap(({ one, similarity }) => {
      const nearest = Math.max(similarity, cosine(one.vector, best.one.vector));
      const full = one.passage.source === source && (given.get(source) ?? 0) >= cap;
      return one === best.one || nearest > DUPLICATE || full ? [] : [{ one, similarity: nearest }];
    });
  }
  return chosen;
}

/** How many passages a text of so many words is written from. */
export const passagesFor = (words: number): number =>
  Math.min(Math.max(Math.ceil(words / 40), 8), 60);
