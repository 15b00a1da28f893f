import { markdownText } from "../../markdown-text.ts";
import type { Lexicon } from "../lexicon.ts";
import type { Sentence } from "./candidates.ts";
import type { Groups } from "./plan.ts";

const MOST_WORDS = 6;
const MOST_ROWS = 6;

/** Bounded, so that a long query without an answer is read once and not from every letter on. */
const NAME = String.raw`[^.?!;:]{1,120}`;

const PAIRS = [
  String.raw`\bdifferences? between (?<a>${NAME}?) and (?<b>${NAME})`,
  String.raw`\bcompar(?:e|es|ed|ing|ison of) (?<a>${NAME}?) (?:and|with|to) (?<b>${NAME})`,
  String.raw`(?<a>${NAME}?) (?:vs|versus)\b\.? (?<b>${NAME})`,
].map((pattern) => new RegExp(pattern, "iu"));

const wordsOf = (text: string): string[] => text.trim().split(/\s+/);

/** `compare A with B`, `A vs B`, `the difference between A and B`: A and B, of six words at most. */
export function subjectsOf(query: string): [string, string] | null {
  const line = query.replaceAll(/\s+/g, " ");
  for (const pattern of PAIRS) {
    const { a, b } = pattern.exec(line)?.groups ?? {};
    if (a === undefined || b === undefined) continue;
    const left = wordsOf(a);
    const right = wordsOf(b.split(/,|\s(?:for|in|on|when|with|using|by)\s/iu)[0] ?? "");
    if (left.length <= MOST_WORDS && right.length <= MOST_WORDS && right[0] !== "") {
      return [left.join(" "), right.join(" ")];
    }
  }
  return null;
}

/** Whether the words of the subject stand in the text one after the other, in any form. */
const names = (text: string, subject: string, lexicon: Lexicon): boolean =>
  ` ${lexicon.stems(text).join(" ")} `.includes(` ${lexicon.stems(subject).join(" ")} `);

const cell = (sentence: Sentence | undefined): string =>
  sentence ? `${markdownText(sentence.text)} [${sentence.source}]`.replaceAll("|", "\\|") : "";

export interface Columns {
  subjects: [string, string];
  groups: Groups;
}

/** The two columns of a comparison; null where the sentences are not about both subjects. */
export function columnsOf(
  query: string,
  sentences: readonly Sentence[],
  lexicon: Lexicon,
): Columns | null {
  const subjects = subjectsOf(query);
  if (!subjects) return null;
  // A sentence that names both would stand in either column as rightly as in the other.
  const column = new Map<Sentence, number>();
  for (const sentence of sentences) {
    const named = subjects.map((subject) => names(sentence.text, subject, lexicon));
    if (named[0] !== named[1]) column.set(sentence, named[0] ? 0 : 1);
  }
  if (new Set(column.values()).size < 2) return null;
  return { subjects, groups: { of: (sentence) => column.get(sentence), most: MOST_ROWS } };
}

/** A table with a column for each subject, the best sentences above. */
export function sideBySide({ subjects, groups }: Columns, chosen: readonly Sentence[]): string {
  const best = chosen.toSorted((x, y) => y.base - x.base);
  const [left = [], right = []] = subjects.map((_, at) => best.filter((s) => groups.of(s) === at));
  const rows = Array.from(
    { length: Math.max(left.length, right.length) },
    (_, row) => `| ${cell(left[row])} | ${cell(right[row])} |`,
  );
  const [a, b] = subjects.map((subject) => markdownText(subject).replaceAll("|", "\\|"));
  return [`| ${a} | ${b} |`, "| --- | --- |", ...rows].join("\n");
}
