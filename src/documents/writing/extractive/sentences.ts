import { wordCount } from "../word-count.ts";

const FENCE = /^\s*(`{3,}|~{3,})/;
const TABLE_ROW = /^\s*\|/;
const ITEM = /^\s*(?:[-*•–]|\d{1,3}[.)]|\([a-z\d]{1,3}\))\s+/iu;
const LETTERED = /^(?:[a-z]|\d{1,2})\.\s+(?=\S)/;

/** The line before an item that goes on with its sentence: `a. Develop a plan that: 1. Names …;` */
const CLAUSE = /(?:[;,]|[;,] (?:and|or))\s*$/iu;

/** Lines that are prose, one unit each; wrapped lines of a paragraph joined again. */
function proseUnits(text: string): string[] {
  const units: string[] = [];
  let fence: string | undefined;
  let open = false;
  let last = "";
  for (const line of text.split("\n")) {
    const mark = FENCE.exec(line)?.[1];
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence))) {
      fence = fence === undefined ? mark : undefined;
    }
    const isProse = fence === undefined && mark === undefined && !TABLE_ROW.test(line);
    if (!isProse || line.trim() === "") {
      open = false;
    } else if (open && /^\s*\p{Ll}/u.test(line)) {
      units.push(`${units.pop() ?? ""} ${line.trim()}`);
      last = line;
    } else {
      const isClause = ITEM.test(line) && CLAUSE.test(last);
      if (!isClause) units.push(line.replace(ITEM, "").replace(LETTERED, "").trim());
      open = !isClause;
      last = line;
    }
  }
  return units;
}

/** After these a full stop ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s("“‘])(?:Dr|Mr|Mrs|Ms|Mx|Prof|Rev|St|Gen|Col|Lt|Sgt|Fig|Figs|No|Nos|Vol|Eq|Sec|Ch|Art|vs|cf|al|approx|e\.g|i\.e|U\.S|U\.K|\p{Lu})\.["”’)]*\s*$/iu;

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string): Intl.Segmenter {
  const known = segmenters.get(language);
  if (known) return known;
  const [supported = "en"] = Intl.Segmenter.supportedLocalesOf([language]);
  const made = new Intl.Segmenter(supported, { granularity: "sentence" });
  segmenters.set(language, made);
  return made;
}

function sentencesOf(unit: string, segmenter: Intl.Segmenter): string[] {
  const sentences: string[] = [];
  let open = "";
  for (const { segment } of segmenter.segment(unit)) {
    const goesOn = ABBREVIATION.test(open.slice(-16)) || /^\p{Ll}/u.test(segment);
    if (!goesOn) {
      sentences.push(open);
      open = "";
    }
    open += segment;
  }
  return [...sentences, open].map((text) => text.replaceAll(/\s+/g, " ").trim());
}

const OPENS = /^(?:\p{Lu}|\p{Lt}|\p{Lo}|\p{N}|["'“”‘’«»„])/u;
const CLOSES = /[.!?…。！？](?:["'”’»)\]]{0,3})$/u;
const FEWEST_WORDS = 6;
const MOST_WORDS = 60;

/** Where a source forgot the space between two sentences. */
const FORGOTTEN_SPACE = /(?<=\p{Ll}{3}[.!?])(?=\p{Lu}\p{L}*\s)/u;

/** Two sentences that stick together, apart; names like System.Text leave no two sentences. */
function unglued(text: string): string[] {
  const parts = text.split(FORGOTTEN_SPACE);
  return parts.every(isSentence) ? parts : [text];
}

function isSentence(text: string): boolean {
  if (!OPENS.test(text) || !CLOSES.test(text)) return false;
  const words = wordCount(text);
  return words >= FEWEST_WORDS && words <= MOST_WORDS;
}

/**
 * The sentences of a passage that can be quoted: 6 to 60 words, from a capital (or a letter without
 * case, digit, quote) to terminal punctuation. No headings, tables or code. Spaces are made one,
 * otherwise verbatim.
 */
export const quotableSentences = (passage: string, language: string): string[] =>
  proseUnits(passage)
    .flatMap((unit) => sentencesOf(unit, segmenterOf(language)))
    .flatMap(unglued)
    .filter(isSentence);
