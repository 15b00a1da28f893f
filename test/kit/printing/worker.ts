import type { Cover, Renderer } from "../../../src/documents/formats/format.ts";
import { renderFormat } from "../../../src/documents/formats/render-format.ts";
import { createBrowserPdf } from "../../../src/platform/browser-pdf.ts";

export interface PrintJob {
  cover: Cover;
  /** Either what a document says, or a page that no document could make. */
  markdown?: string;
  html?: string;
  format?: "pdf" | "html";
  workMs?: number;
}

const logger = {
  info: () => undefined,
  error: () => undefined,
};

/** One for each deadline, so that its sessions outlive a request as in production. */
const renderers = new Map<number, Renderer>();

function rendererOf({ BROWSER }: Env, workMs: number): Renderer {
  const renderer = renderers.get(workMs) ?? createBrowserPdf(BROWSER, logger, workMs);
  renderers.set(workMs, renderer);
  return renderer;
}

async function print(job: PrintJob, env: Env): Promise<Uint8Array> {
  const renderer = rendererOf(env, job.workMs ?? 60_000);
  if (job.html !== undefined) return renderer.pdf(job.html, job.cover);
  return renderFormat(renderer, job.markdown ?? "", job.cover, job.format ?? "pdf");
}

export default {
  async fetch(request, env) {
    if (request.method === "GET") return new Response("ready");
    try {
      return new Response(await print(await request.json(), env));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
      return new Response(code, { status: 500 });
    }
  },
} satisfies ExportedHandler<Env>;
