import { type Cover, type Format, MIME_TYPES, type Renderer } from "./format.ts";
import { standalonePage } from "./page/standalone-page.ts";

export interface RenderedFile {
  bytes: Uint8Array;
  mimeType: string;
}

async function bytesOf(
  renderer: Renderer,
  format: Format,
  markdown: string,
  cover: Cover,
): Promise<Uint8Array> {
  if (format === "md") return new TextEncoder().encode(markdown);
  const html = await standalonePage(markdown, cover);
  return format === "html" ? new TextEncoder().encode(html) : renderer.pdf(html, cover);
}

/**
 * A document's file, made of its markdown. Throws DocumentErrors: TOO_LARGE for markdown that is no
 * document, and those of the renderer.
 */
export async function renderFormat(
  renderer: Renderer,
  format: Format,
  markdown: string,
  cover: Cover,
): Promise<RenderedFile> {
  const bytes = await bytesOf(renderer, format, markdown, cover);
  return { bytes, mimeType: MIME_TYPES[format] };
}
