import { fault } from "../errors/fault.ts";
import type { Query } from "../monitoring-env.ts";
import { type Format, LIST_FORMATS } from "./formats.ts";

/** The parameters of every list; a list's own filters come beside them. */
export const PAGING_KEYS = ["limit", "offset", "sort", "envelope", "format"];

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 1_000;

export interface SortKey {
  field: string;
  descending: boolean;
}

export interface Page {
  limit: number;
  offset: number;
}

/** What a request for the list of a report type says. */
export interface ListRequest {
  slug: string;
  query: Query;
  accepted: Format;
}

/** How a caller wants a list. */
export interface ListWish {
  format: Exclude<Format, "events">;
  sort: readonly SortKey[];
  page: Page;
  envelope: boolean;
  /** Whether `limit` was sent: an export has no pages unless it is asked for one. */
  isLimited: boolean;
}

/** What of a list may be wished for. */
export interface Sortable {
  /** As refusals call it: a report type, `generate-jobs` or `alerts`. */
  name: string;
  sortFields: readonly string[];
  defaultSort: string;
}

/** Digits as a number that a database takes as an OFFSET; undefined for anything else. */
const digits = (text: string | undefined): number | undefined =>
  text !== undefined && /^[0-9]+$/.test(text)
    ? Math.min(Number(text), Number.MAX_SAFE_INTEGER)
    : undefined;

const pageOf = (query: Query): Page => ({
  limit: Math.min(digits(query.get("limit")) || DEFAULT_LIMIT, MAX_LIMIT),
  offset: digits(query.get("offset")) ?? 0,
});

const NO = ["", "false", "f", "0", "no", "n", "off"];

const isFormat = (text: string): text is ListWish["format"] =>
  LIST_FORMATS.some((format) => format === text);

/** @throws invalid-filter-choice */
function formatOf(query: Query, accepted: Format): ListWish["format"] {
  const format = query.get("format") ?? accepted;
  if (isFormat(format)) return format;
  throw fault("invalid-filter-choice", { filter: "format", choices: LIST_FORMATS.join(", ") });
}

/** @throws invalid-sort-field: the first that is none */
export function sortOf(query: Query, { name, sortFields, defaultSort }: Sortable): SortKey[] {
  const pieces = (query.get("sort") ?? "").split(",").map((piece) => piece.trim());
  const wished = pieces.filter((piece) => piece !== "");
  return (wished.length > 0 ? wished : [defaultSort]).map((value) => {
    const descending = value.startsWith("-");
    const field = descending ? value.slice(1) : value;
    if (!sortFields.includes(field)) throw fault("invalid-sort-field", { value, list: name });
    return { field, descending };
  });
}

/** Reads `format`, then `sort`, then the paging keys, which are never refused. */
export function listWishOf(query: Query, accepted: Format, list: Sortable): ListWish {
  return {
    format: formatOf(query, accepted),
    sort: sortOf(query, list),
    page: pageOf(query),
    envelope: !NO.includes((query.get("envelope") ?? "").toLowerCase()),
    isLimited: Boolean(query.get("limit")),
  };
}
