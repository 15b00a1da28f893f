import type { Format } from "../document.ts";
import type { Cover, Renderer } from "./format.ts";
import { standalonePage } from "./page/standalone-page.ts";

/**
 * A document's file, made of its markdown. Throws DocumentErrors: TOO_LARGE for markdown that is no
 * document, and those of the renderer.
 */
export async function renderFormat(
  renderer: Renderer,
  markdown: string,
  cover: Cover,
  format: Exclude<Format, "md">,
): Promise<Uint8Array> {
  const html = await standalonePage(markdown, cover);
  return format === "html" ? new TextEncoder().encode(html) : renderer.pdf(html, cover);
}
