import type { Section } from "../../generator.ts";
import { markdownText } from "../../markdown-text.ts";
import { queryTerms } from "../../retrieval/query-terms.ts";
import { createLexicon } from "../lexicon.ts";
import { OUTLINES, type PlannedSection } from "../outlines.ts";
import type { Writer, WriterInput } from "../writer.ts";
import { candidateSentences, type Sentence, withoutTokens } from "./candidates.ts";
import { planSections } from "./plan.ts";
import { type Columns, columnsOf, sideBySide } from "./side-by-side.ts";

const quoted = ({ text, source }: Sentence): string => `${markdownText(text)} [${source}]`;

/** Sentences of one source make a paragraph. */
function paragraphs(sentences: readonly Sentence[]): string {
  const bySource = Map.groupBy(sentences, ({ source }) => source);
  return Array.from(bySource.values(), (group) => group.map(quoted).join(" ")).join("\n\n");
}

const bullets = (sentences: readonly Sentence[]): string =>
  sentences.map((sentence) => `- ${quoted(sentence)}`).join("\n");

function markdownOf(
  { form }: PlannedSection,
  chosen: readonly Sentence[],
  columns: Columns | null,
): string {
  if (form === "bullets") return bullets(chosen);
  if (form === "table" && columns && chosen.length > 0) return sideBySide(columns, chosen);
  return paragraphs(chosen);
}

async function write(input: WriterInput, index: number): Promise<Section> {
  const { query, style, passages, language, targetWords } = input;
  const lexicon = await createLexicon(language);
  const terms = queryTerms(withoutTokens(query), lexicon);
  const sentences = candidateSentences(passages, terms, targetWords, language, lexicon);
  const planned = OUTLINES[style];
  const section = planned[index];
  if (!section) throw new RangeError(`No section ${index}`);
  const columns = columnsOf(query, sentences, lexicon);
  // The plan is of all sections, and the same each time: no sentence comes twice.
  const plan = planSections(planned, sentences, targetWords, lexicon, columns?.groups ?? null);
  const chosen = plan[index] ?? [];
  return {
    heading: section.heading,
    markdown: markdownOf(section, chosen, columns),
    cited: [...new Set(chosen.map(({ source }) => String(source)))],
    passages: [...new Set(chosen.map(({ place: [from, passage] }) => `${from}.${passage}`))],
    removedCitations: 0,
    truncated: false,
  };
}

const plainSection = ({ heading, purpose, weight }: PlannedSection) => ({
  heading,
  purpose,
  weight,
});

/** Quotes and writes nothing: every sentence is one of a source. The same input, the same text. */
export const extractiveWriter: Writer = {
  outline: ({ style, passages }) =>
    Promise.resolve({
      sections: passages.length === 0 ? [] : OUTLINES[style].map(plainSection),
    }),
  write: (input, _outline, index) => write(input, index),
};
