import type { Env, MarkdownIt, Token } from "markdown-it";
import { markCitations } from "./citations.ts";
import { numberHeadings } from "./headings.ts";
import { cutTables } from "./limits.ts";
import { filterReferences } from "./references.ts";
import { renderFootnoteMark, renderFootnoteReturn } from "./footnotes.ts";
import { wrapSections } from "./sections.ts";
import { alignNumbers, labelCells, setInColumns } from "./tables.ts";
import { markTasks } from "./task-lists.ts";

type Fences = ReadonlyMap<Token | undefined, string>;

const fencesOf = (env: Env | undefined): Fences => env?.["fences"] as Fences;

let created: Promise<MarkdownIt> | undefined;

async function createParser(): Promise<MarkdownIt> {
  const [{ default: Parser }, { default: footnotes }] = await Promise.all([
    import("markdown-it"),
    import("markdown-it-footnote"),
  ]);
  const parser = new Parser({ html: false });
  parser.use(footnotes);
  // What may be linked is decided on the tokens, where the text of a refused link can stay.
  parser.validateLink = () => true;
  parser.core.ruler.before("inline", "cut-tables", cutTables);
  // Before escapes are joined to the text around them: `\[1\]` is no citation.
  parser.core.ruler.after("inline", "citations", markCitations);
  for (const [name, rule] of AFTER_PARSING) parser.core.ruler.push(name, rule);
  parser.renderer.rules["footnote_caption"] = renderFootnoteMark;
  parser.renderer.rules["footnote_anchor"] = renderFootnoteReturn;
  parser.renderer.rules["fence"] = (tokens, at, _options, env) =>
    fencesOf(env).get(tokens[at]) ?? "";
  return parser;
}

const AFTER_PARSING = [
  ["references", filterReferences],
  ["tasks", markTasks],
  ["number-columns", alignNumbers],
  ["cell-scopes", labelCells],
  ["columns", setInColumns],
  ["headings", numberHeadings],
  ["sections", wrapSections],
] as const;

/** The parser of documents: raw HTML is text, links and images pass an allow-list. */
export const documentParser = (): Promise<MarkdownIt> => (created ??= createParser());
