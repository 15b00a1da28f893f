import type { Token } from "markdown-it";
import { DocumentError } from "../../document-error.ts";
import { renderFences } from "./fences.ts";
import { type Heading, headingsOf } from "./headings.ts";
import { MAX_MARKDOWN } from "./limits.ts";
import { documentParser } from "./parser.ts";

export interface RenderedMarkdown {
  html: string;
  headings: Heading[];
}

/**
 * HTML of a document's markdown that cannot run, load or link to anything but the web, whatever
 * the markdown says. Throws the DocumentError TOO_LARGE.
 */
export async function renderMarkdown(markdown: string): Promise<RenderedMarkdown> {
  if (markdown.length > MAX_MARKDOWN) throw new DocumentError("TOO_LARGE");
  const parser = await documentParser();
  const tokens: Token[] = parser.parse(markdown, {});
  const fences = await renderFences(tokens);
  const html = parser.renderer.render(tokens, parser.options, { fences });
  return { html, headings: headingsOf(tokens) };
}
