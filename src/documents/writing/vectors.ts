/** Weights of terms; the norm is kept, for cosines are asked for by the thousand. */
export interface Vector {
  weights: ReadonlyMap<string, number>;
  norm: number;
}

const vector = (weights: ReadonlyMap<string, number>): Vector => ({
  weights,
  norm: Math.hypot(...weights.values()),
});

/** Inverse document frequency over a collection: ln(1 + (N − df + 0.5)/(df + 0.5)). */
export function idfOf(collection: readonly (readonly string[])[]): (term: string) => number {
  const df = new Map<string, number>();
  for (const terms of collection) {
    for (const term of new Set(terms)) df.set(term, (df.get(term) ?? 0) + 1);
  }
  const size = collection.length;
  return (term) => {
    const n = df.get(term) ?? 0;
    return Math.log(1 + (size - n + 0.5) / (n + 0.5));
  };
}

/** tf-idf with tf = 1 + ln n. */
export function tfIdf(terms: readonly string[], idf: (term: string) => number): Vector {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return vector(
    new Map(Array.from(counts, ([term, count]) => [term, (1 + Math.log(count)) * idf(term)])),
  );
}

/** Cosine of two vectors, 0 where one of them is empty. */
export function cosine(a: Vector, b: Vector): number {
  if (a.norm === 0 || b.norm === 0) return 0;
  const [small, large] = a.weights.size <= b.weights.size ? [a, b] : [b, a];
  let product = 0;
  for (const [term, weight] of small.weights) product += weight * (large.weights.get(term) ?? 0);
  return product / (a.norm * b.norm);
}

/** The mean direction: the sum of the vectors, each of length 1. */
export function centroid(vectors: readonly Vector[]): Vector {
  const sum = new Map<string, number>();
  for (const { weights, norm } of vectors) {
    if (norm === 0) continue;
    for (const [term, weight] of weights) sum.set(term, (sum.get(term) ?? 0) + weight / norm);
  }
  return vector(sum);
}

/** Maximal marginal relevance. */
export const marginal = (relevance: number, similarity: number): number =>
  0.7 * relevance - 0.3 * similarity;
