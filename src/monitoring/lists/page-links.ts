import type { Page } from "./list-wish.ts";

interface PageLinks {
  first: string | null;
  next: string | null;
  previous: string | null;
  last: string | null;
}

const nameOf = (pair: string): string => [...new URLSearchParams(pair).keys()][0] ?? "";

/** The URL with other paging parameters; what else was asked for stays as it was written. */
function withPage(url: string, removed: readonly string[], added: Partial<Page>): string {
  const [path = "", query = ""] = url.split("#", 1)[0]?.split(/\?(.*)/s) ?? [];
  const kept = query.split("&").filter((pair) => pair !== "" && !removed.includes(nameOf(pair)));
  const pairs = [...kept, ...Object.entries(added).map(([name, value]) => `${name}=${value}`)];
  const joined = pairs.join("&").replaceAll(/%2c/gi, ",");
  return joined === "" ? path : `${path}?${joined}`;
}

const BOTH = ["limit", "offset"];

/** The pages round one page of a list of `count`; null where there is none. */
export function pageLinks(url: string, { limit, offset }: Page, count: number): PageLinks {
  const isLast = offset + limit >= count;
  const before = offset - limit;
  const previous = before > 0 ? { limit, offset: before } : { limit };
  return {
    first: offset > 0 ? withPage(url, ["offset"], {}) : null,
    next: isLast ? null : withPage(url, BOTH, { limit, offset: offset + limit }),
    previous: offset > 0 ? withPage(url, BOTH, previous) : null,
    last: isLast ? null : withPage(url, BOTH, { limit, offset: count - limit }),
  };
}

/** The headers that tell where a page of a list of `count` stands. */
export function pageHeaders(page: Page, links: PageLinks): Record<string, string> {
  const link = Object.entries(links)
    .filter(([, url]) => url !== null)
    .map(([rel, url]) => `<${url}>; rel="${rel}"`);
  return {
    "X-Per-Page": String(page.limit),
    "X-Page": String(Math.floor(page.offset / page.limit) + 1),
    ...(link.length > 0 && { Link: link.join(", ") }),
  };
}
