import { searchTerms } from "#honey-jars";
import { LENGTH_PHRASE } from "../writing/length.ts";
import type { Lexicon } from "../writing/lexicon.ts";

/** What a request says about the document, not about its subject. */
const INSTRUCTIONS = new Set(
  `analyse analysis analyze analyzing article brief briefing compare comparing comparison complete
  comprehensive concise cover covering create deep depth describe describing detail detailed details
  difference differences discuss dive document draft essay explain explaining extensive focus
  focused focusing following generate give include included includes including indepth outline
  overview page pages paper paragraph paragraphs please prepare produce provide providing report
  section sections short summarise summarize summary tell thorough versus vs word words write
  writing`.split(/\s+/),
);

const isInstruction = (word: string): boolean => INSTRUCTIONS.has(word);

/** The words to search for: without the length that was asked for, stop words, instructions. */
export function queryTerms(query: string, lexicon: Lexicon): string[] {
  const words = query
    .normalize("NFKC")
    .replaceAll(LENGTH_PHRASE, " ")
    .match(/[\p{L}\p{N}]+/gu);
  const subject = (words ?? []).filter(
    (word) => !isInstruction(word.toLowerCase()) && !lexicon.isStopWord(word),
  );
  return searchTerms(subject.join(" "));
}
