import { escapeHtml } from "../escape-html.ts";
import type { Cover } from "../format.ts";
import { renderMarkdown } from "../markdown/render-markdown.ts";
import { contentsHtml } from "./contents.ts";
import { coverHtml } from "./cover.ts";
import { fontFaces } from "./fonts.ts";
import { pageCss } from "./page-css.ts";

/** Also holds in the browser that prints; JavaScript is off there besides. */
const POLICY =
  "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * A document as one HTML page that needs nothing else. Its contents have places for page numbers
 * (`data-page-of`), empty until somebody prints it.
 */
export async function standalonePage(markdown: string, cover: Cover): Promise<string> {
  const { html, headings } = await renderMarkdown(markdown);
  const body = `${coverHtml(cover)}${contentsHtml(headings)}<main>\n${html}</main>`;
  const fonts = await fontFaces(body);
  return `<!doctype html>
<html lang="${escapeHtml(cover.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(cover.title)}</title>
<style>${fonts}${pageCss(cover.pageSize)}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
