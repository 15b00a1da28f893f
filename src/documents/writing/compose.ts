import type { Assignment, Composition, Outline, Section } from "../generator.ts";
import { restore } from "../privacy/restore.ts";
import type { Mapping } from "../privacy/tokens.ts";
import { aboutSection, type Account } from "./about.ts";
import { createNumbering, renumberCitations } from "./citations.ts";
import type { Material } from "./material.ts";
import { notFound } from "./not-found.ts";
import { sourceEntries, sourcesSection } from "./sources-section.ts";
import { sumUsage } from "./usage.ts";
import { wordCount } from "./word-count.ts";

const NOTHING = "Nothing to draw on: no source passage matched this request.";

const isEmpty = ({ markdown }: Section): boolean => markdown.trim() === "";

/** Words of the text itself, without headings and citations. */
const wordsOf = (text: string): number =>
  wordCount(text.replaceAll(/^## .*$/gm, "").replaceAll(/(?<!\\)\[\d+\]/g, ""));

/** What `result_summary` says of the writing. */
const summaryOf = (
  { scrambling }: Assignment,
  material: Material,
  sections: readonly Section[],
  account: Account,
): Record<string, unknown> => ({
  writer: material.writer,
  style: material.style,
  target_words: material.targetWords,
  words: account.words,
  sections: sections.filter((section) => !isEmpty(section)).length,
  sources: account.sources,
  passages: { considered: material.passages.length, used: account.passagesUsed },
  citations: { kept: account.keptCitations, removed: account.removedCitations },
  truncated: sections.some(({ truncated }) => truncated),
  web_search: material.webSearched,
  scrambling: {
    ...scrambling,
    items: material.pii?.items ?? 0,
    by_type: material.pii?.byType ?? {},
  },
  usage: account.usage,
});

/** The whole text from its sections: numbered, restored, with what it says of itself around it. */
export async function compose(
  assignment: Assignment,
  material: Material,
  outline: Outline,
  sections: readonly Section[],
  mapping: Mapping | null,
  now: number,
): Promise<Composition> {
  const put = (text: string): string => (mapping ? restore(text, mapping) : text);
  const filled = sections.filter((section) => !isEmpty(section));
  const numbering = createNumbering();
  const { markdown, kept } = renumberCitations(
    filled.map((section) => `## ${section.heading}\n\n${section.markdown.trim()}`).join("\n\n"),
    numbering.numberOf,
  );
  const body = put(markdown);
  const used = [...new Set(sections.flatMap(({ passages = [] }) => passages))];
  const sources = sourceEntries(material, numbering.order, used, put);
  const account: Account = {
    words: wordsOf(body),
    sources: sources.length,
    passagesUsed: used.length,
    keptCitations: kept,
    removedCitations: sections.reduce((sum, { removedCitations }) => sum + removedCitations, 0),
    leftOut: body === "" ? [] : sections.filter(isEmpty).map(({ heading }) => put(heading)),
    notFound: await notFound(material),
    usage: sumUsage([outline, ...sections].flatMap((made) => made.usage ?? [])) ?? null,
  };
  const about = aboutSection(assignment, material, account, now);
  const jarName = material.jarName && put(material.jarName);
  const list = sources.length > 0 ? [sourcesSection(sources, jarName)] : [];
  return {
    markdown: `${[about, body || NOTHING, ...list].join("\n\n")}\n`,
    sources,
    summary: summaryOf(assignment, material, sections, account),
    pii: {
      detected: material.pii?.detected ?? false,
      riskLevel: material.pii?.riskLevel ?? "low",
      byType: material.pii?.byType ?? {},
    },
  };
}
