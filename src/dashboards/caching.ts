import { sha256Base64Url } from "#shared";
import { dayStart, localDay, UTC } from "./zones.ts";

/** Raise it with any change of a formula or of a shape. */
const API_VERSION = 1;
const MAX_AGE_S = 15;
const ETAG_LENGTH = 27;

/** What the tenant's data were when an answer was made. */
export interface DataState {
  version: number;
  /** The newest instant ≤ now at which time alone changed something; null without one. */
  mark: number | null;
}

/** What an answer depends on beside data and time. */
export interface Asked {
  path: string;
  tenantId: string;
  query: Readonly<Record<string, unknown>>;
  zone?: string;
  /** Its bounds move with the clock, not only at midnight. */
  slides?: boolean;
}

/** The last instant at which time alone may have changed the answer. */
function clockMark({ zone = UTC, slides = false }: Asked, { mark }: DataState, now: number) {
  const slot = MAX_AGE_S * 1000;
  const since = slides ? Math.floor(now / slot) * slot : dayStart(localDay(now, zone), zone);
  return Math.max(since, mark ?? since);
}

/** The strong ETag of an answer: equal only while neither data nor time have changed it. */
export async function etagOf(asked: Asked, state: DataState, now: number): Promise<string> {
  const query = Object.entries(asked.query).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const mark = clockMark(asked, state, now);
  const parts = [API_VERSION, asked.path, asked.tenantId, state.version, query, mark];
  return `"${(await sha256Base64Url(JSON.stringify(parts))).slice(0, ETAG_LENGTH)}"`;
}

/** Whether an `If-None-Match` names the ETag: a list, `*`, and weak forms are understood. */
export const matches = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === "*" ||
    ifNoneMatch.split(",").some((one) => one.trim().replace(/^W\//, "") === etag));

/** Headers of an answer with an ETag. No answer outlives its day. */
export function cacheHeaders(etag: string, now: number, zone = UTC): Record<string, string> {
  const midnight = dayStart(localDay(now, zone) + 1, zone);
  const rest = Math.floor((midnight - now) / 1000);
  const age = Math.min(MAX_AGE_S, rest);
  const stale = Math.min(MAX_AGE_S, rest - age);
  return {
    ETag: etag,
    "Cache-Control": `private, max-age=${age}, stale-while-revalidate=${stale}`,
    Vary: "X-API-Key, Authorization, Cookie, Origin",
  };
}
