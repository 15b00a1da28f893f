import type { Browser, HTTPRequest, Page } from "@cloudflare/puppeteer";
import { type Cover, DocumentError } from "#documents";

/** System fonts: these two lines are printed before a font of their own could be loaded. */
const STYLE = `<style>
#header,#footer{padding:0;overflow:hidden}
.line{width:100%;padding:0 24mm;font:400 7.5pt/1.3 "Liberation Sans",Arial,Helvetica,sans-serif;color:#66717d}
#header .line{padding-top:12mm}
#header .title{display:-webkit-box;-webkit-line-clamp:3;-webkit-box-orient:vertical;overflow:hidden}
#footer .line{padding-bottom:11mm;text-align:right}
</style>`;
const HEADER = `${STYLE}<div class="line"><span class="title"></span></div>`;
const FOOTER = `<div class="line">Page <span class="pageNumber"></span> of <span class="totalPages"></span></div>`;

const isLocal = (url: string): boolean => url === "about:blank" || url.startsWith("data:");

interface PrintOptions {
  pageSize: Cover["pageSize"];
  isDraft: boolean;
}

/**
 * A page that cannot reach anything. Each of these alone lets something through (a prefetch, a
 * refresh, a worker); together nothing was seen to pass.
 */
export class IsolatedPage {
  readonly #page: Page;
  #refused = 0;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Takes the browser's page anew: settings end with the connection that made them. */
  static async open(browser: Browser): Promise<IsolatedPage> {
    const [kept] = await browser.pages();
    const page = kept ?? (await browser.newPage());
    const isolated = new IsolatedPage(page);
    page.on("request", (request) => isolated.#decide(request));
    await page.setJavaScriptEnabled(false);
    await page.setOfflineMode(true);
    await page.setRequestInterception(true);
    return isolated;
  }

  #decide(request: HTTPRequest): void {
    const isAllowed = isLocal(request.url());
    if (!isAllowed) this.#refused += 1;
    // A request that ended meanwhile needs no decision.
    (isAllowed ? request.continue() : request.abort()).catch(() => undefined);
  }

  /** A draft has the pages of the final print at a third of its cost: no tags, no bookmarks. */
  async print(html: string, { pageSize, isDraft }: PrintOptions): Promise<Uint8Array> {
    const page = this.#page;
    await page.goto("about:blank");
    await page.setContent(html, { waitUntil: "load", timeout: 0 });
    const bytes = await page.pdf({
      format: pageSize,
      preferCSSPageSize: true,
      printBackground: true,
      tagged: !isDraft,
      outline: !isDraft,
      displayHeaderFooter: true,
      headerTemplate: HEADER,
      footerTemplate: FOOTER,
      timeout: 0,
    });
    if (this.#refused > 0 || page.url() !== "about:blank" || page.frames().length !== 1) {
      throw new DocumentError("OUTPUT_INVALID", { cause: new Error("The page reached out") });
    }
    return bytes;
  }
}
