import type * as StopWords from "stopword";

const WORD = /[\p{L}\p{N}]+/gu;

/** Lists of stop words, by language; English ones count in every language. */
const STOP_WORDS: Readonly<Record<string, keyof typeof StopWords>> = {
  ar: "ara",
  cs: "ces",
  da: "dan",
  de: "deu",
  el: "ell",
  es: "spa",
  fi: "fin",
  fr: "fra",
  he: "heb",
  hi: "hin",
  hu: "hun",
  it: "ita",
  ja: "jpn",
  ko: "kor",
  nb: "nob",
  nl: "nld",
  no: "nob",
  pl: "pol",
  pt: "por",
  ro: "ron",
  ru: "rus",
  sv: "swe",
  tr: "tur",
  uk: "ukr",
  zh: "zho",
};

/** How words become terms: the same terms for a query, a passage and a sentence. */
export interface Lexicon {
  /** Words in lower case, without diacritics, as stems (Porter), stop words included. */
  stems(text: string): string[];
  /** The same without stop words. */
  terms(text: string): string[];
  isStopWord(word: string): boolean;
}

const plain = (text: string): string =>
  text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();

/** @param language BCP 47; decides on the stop words only, stems are those of the search index */
export async function createLexicon(language: string): Promise<Lexicon> {
  const [{ stemmer }, lists] = await Promise.all([import("stemmer"), import("stopword")]);
  const own = STOP_WORDS[language.split("-")[0]?.toLowerCase() ?? ""] ?? "eng";
  const stopWords = new Set([...lists.eng, ...lists[own]].map(plain));
  const memo = new Map<string, string>();
  const stem = (word: string): string => {
    const known = memo.get(word) ?? stemmer(word);
    memo.set(word, known);
    return known;
  };
  const words = (text: string): string[] => plain(text).match(WORD) ?? [];
  return {
    stems: (text) => words(text).map(stem),
    terms: (text) =>
      words(text)
        .filter((word) => !stopWords.has(word))
        .map(stem),
    isStopWord: (word) => stopWords.has(plain(word)),
  };
}
