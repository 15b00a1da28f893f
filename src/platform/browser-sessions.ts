import type { Browser, BrowserWorker } from "@cloudflare/puppeteer";
import { within } from "./deadline.ts";

const OPEN_MS = 15_000;
const CLOSE_MS = 3_000;

export interface Session {
  id: string;
  browser: Browser;
}

/** Browsers that outlive a job: starting one costs twenty times what a page does. */
export interface Sessions {
  open(): Promise<Session>;
  /** Lets go of a session that did its work, for the next one to take. */
  keep(session: Session): Promise<void>;
  /** Ends a session that failed, even if its browser no longer answers. */
  end(session: Session): Promise<void>;
}

/**
 * Keeps ids only: a connection must not outlive the request that made it. Which sessions are free
 * is not asked of the platform, whose answer names those just left as taken. Idle browsers are
 * ended by the platform after a minute; `connect` then fails and another is started.
 */
export function createSessions(binding: BrowserWorker): Sessions {
  const idle: string[] = [];

  async function connect(id: string): Promise<Session> {
    const { default: puppeteer } = await import("@cloudflare/puppeteer");
    return { id, browser: await within(OPEN_MS, puppeteer.connect(binding, id)) };
  }

  async function launch(): Promise<Session> {
    const { default: puppeteer } = await import("@cloudflare/puppeteer");
    const options = { guardrails: { allowedDomains: [] } };
    const { sessionId } = await within(OPEN_MS, puppeteer.acquire(binding, options));
    return connect(sessionId);
  }

  const end = async (id: string): Promise<void> => {
    const url = `https://browser/v1/devtools/browser/${id}`;
    await within(CLOSE_MS, binding.fetch(url, { method: "DELETE" })).catch(() => undefined);
  };

  return {
    async open() {
      for (let id = idle.pop(); id !== undefined; id = idle.pop()) {
        try {
          return await connect(id);
        } catch {
          await end(id);
        }
      }
      return launch();
    },
    async keep({ id, browser }) {
      await within(CLOSE_MS, browser.disconnect());
      idle.push(id);
    },
    end: ({ id }) => end(id),
  };
}
