import { replaceTokens } from "../privacy/tokens.ts";
import { queryTerms } from "../retrieval/query-terms.ts";
import { createLexicon } from "./lexicon.ts";
import type { Material } from "./material.ts";

/**
 * The words of the request that stand in none of the passages: what a reader asked for and will not
 * find. Placeholders of personal data are left out; without passages there is nothing to tell.
 */
export async function notFound(material: Material): Promise<string[]> {
  const { query, language, passages, sources } = material;
  if (passages.length === 0) return [];
  const lexicon = await createLexicon(language);
  const titles = sources.map(({ title }) => title);
  const texts = passages.map(({ heading, text }) => `${heading} ${text}`);
  const found = new Set([...titles, ...texts].flatMap((text) => lexicon.stems(text)));
  const terms = queryTerms(
    replaceTokens(query, () => " "),
    lexicon,
  );
  return terms.filter((term) => lexicon.stems(term).every((stem) => !found.has(stem)));
}
