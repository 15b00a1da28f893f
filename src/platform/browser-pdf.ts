import type { BrowserWorker } from "@cloudflare/puppeteer";
import { DocumentError, type Renderer, typeset } from "#documents";
import { failureFields, type Logger } from "#shared";
import { createSessions, type Session } from "./browser-sessions.ts";
import { DeadlineError, within } from "./deadline.ts";
import { IsolatedPage } from "./isolated-page.ts";

const WORK_MS = 60_000;

function toDocumentError(error: unknown): DocumentError {
  if (error instanceof DocumentError) return error;
  const code = error instanceof DeadlineError ? "RENDER_TIMEOUT" : "RENDER_UNAVAILABLE";
  return new DocumentError(code, { cause: error });
}

/** Prints with Chromium through the Browser Rendering binding. */
export function createBrowserPdf(
  binding: BrowserWorker,
  logger: Logger,
  workMs = WORK_MS,
): Renderer {
  const sessions = createSessions(binding);

  async function open(): Promise<Session> {
    try {
      return await sessions.open();
    } catch (error) {
      logger.error("platform.browser.not-opened", failureFields(error));
      throw new DocumentError("RENDER_UNAVAILABLE", { cause: error });
    }
  }

  return {
    async pdf(html, { title, pageSize }) {
      const session = await open();
      const work = async () => {
        const page = await IsolatedPage.open(session.browser);
        return typeset(html, title, (pass, isDraft) => page.print(pass, { pageSize, isDraft }));
      };
      try {
        const bytes = await within(workMs, work());
        await sessions.keep(session);
        return bytes;
      } catch (error) {
        logger.error("platform.browser.print-failed", failureFields(error));
        await sessions.end(session);
        throw toDocumentError(error);
      }
    },
  };
}
