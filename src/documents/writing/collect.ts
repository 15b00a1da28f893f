import type { Assignment } from "../generator.ts";
import { protect, withoutPersonalData } from "../privacy/keeper.ts";
import { summarizePii } from "../privacy/risk.ts";
import { replaceTokens } from "../privacy/tokens.ts";
import { jarCandidates, otherCandidates } from "../retrieval/candidates.ts";
import { queryTerms } from "../retrieval/query-terms.ts";
import { numbered, rankTogether, relevant } from "../retrieval/rank.ts";
import type { WriterDeps } from "./conversational.ports.ts";
import { targetWords } from "./length.ts";
import { createLexicon, type Lexicon } from "./lexicon.ts";
import type { Material } from "./material.ts";
import { writingParameters } from "./parameters.ts";
import { styleOf } from "./style.ts";

/** Takes every text of the material out, in the order in which tokens count, and puts others in. */
function mapTexts(material: Material, change: (text: string) => string): Material {
  const orNull = (text: string | null): string | null => (text === null ? null : change(text));
  return {
    ...material,
    query: change(material.query),
    title: change(material.title),
    description: orNull(material.description),
    history: material.history.map(({ role, content }) => ({ role, content: change(content) })),
    passages: material.passages.map((passage) => ({
      ...passage,
      heading: change(passage.heading),
      text: change(passage.text),
    })),
    sources: material.sources.map((source) => ({
      ...source,
      title: change(source.title),
      url: orNull(source.url),
    })),
    instructions: orNull(material.instructions),
    jarName: orNull(material.jarName),
  };
}

async function scrambled(
  deps: WriterDeps,
  assignment: Assignment,
  material: Material,
): Promise<Material> {
  const texts: string[] = [];
  mapTexts(material, (text) => {
    texts.push(text);
    return text;
  });
  const { texts: replaced, mapping } = await protect(deps, assignment, texts);
  const next = replaced.values();
  const safe = mapTexts(material, () => next.next().value ?? "");
  return { ...safe, pii: summarizePii(mapping) };
}

/** What may be asked of the web: no personal data where the document is scrambled. */
async function webTerms(deps: WriterDeps, assignment: Assignment, query: string, lexicon: Lexicon) {
  if (!deps.webSearch) return [];
  if (!assignment.scrambling.applied) return queryTerms(query, lexicon);
  const safe = await withoutPersonalData(deps, query);
  return queryTerms(
    replaceTokens(safe, () => " "),
    lexicon,
  );
}

/** Finds what the document is written from. What it returns holds no personal data in the clear. */
export async function collect(deps: WriterDeps, assignment: Assignment): Promise<Material> {
  const {
    query,
    sources: inline,
    history,
    includeTenantData,
  } = writingParameters(assignment.parameters);
  const { template, language } = assignment;
  const lexicon = await createLexicon(language);
  const terms = queryTerms(query, lexicon);
  const web = await webTerms(deps, assignment, query, lexicon);
  const jar = await jarCandidates(deps, assignment, terms);
  const others = await otherCandidates(deps, assignment, inline, includeTenantData, web);
  const ranked = relevant(rankTogether(jar.found, others, terms, lexicon), terms, lexicon);
  const style = styleOf(query);
  const material: Material = {
    query,
    title: assignment.title,
    description: assignment.description,
    instructions: template.config.instructions ?? null,
    style,
    targetWords: targetWords(query, style, template.maxOutputTokens),
    maxOutputTokens: template.maxOutputTokens,
    language,
    history,
    ...numbered(ranked),
    writer: template.config.writer ?? deps.writer,
    jarName: jar.name,
    webSearched: deps.webSearch !== undefined,
    pii: null,
  };
  return assignment.scrambling.applied ? scrambled(deps, assignment, material) : material;
}
