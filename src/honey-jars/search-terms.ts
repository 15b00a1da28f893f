const WORD = /[\p{L}\p{N}]+/gu;
const MOST_TERMS = 32;

/** The distinct words of a query in lower case, the first 32. The only thing that search is given. */
export function searchTerms(query: string): string[] {
  const words = query.normalize("NFC").toLowerCase().match(WORD) ?? [];
  return [...new Set(words)].slice(0, MOST_TERMS);
}

/** The one word by which the passages of a jar are found in the index. */
export const jarTerm = (jarId: string): string => `jar${jarId.replaceAll(/[^0-9a-z]/g, "")}`;

const quoted = (word: string): string => `"${word.replaceAll('"', '""')}"`;

/** The FTS5 expression for passages of the jar that hold any of the words. */
export const matchExpression = (jarId: string, terms: readonly string[]): string =>
  `jar_term : ${quoted(jarTerm(jarId))} AND {title heading_path passage} : (${terms.map(quoted).join(" OR ")})`;
