import { weighted } from "../weighted-header.ts";

export type Format = "json" | "csv" | "ndjson" | "events";

const MEDIA_TYPES: Record<Format, string> = {
  json: "application/json",
  csv: "text/csv",
  ndjson: "application/x-ndjson",
  events: "text/event-stream",
};

/** What lists can be, the preferred first. */
export const LIST_FORMATS = ["json", "csv", "ndjson"] as const;

const RANGE = /^(?:\*\/\*|[\w!#$&^.+-]+\/(?:\*|[\w!#$&^.+-]+))$/;
const PARAMETER = /^[^\s=]+=.+$/;

/**
 * The offered format that `Accept` weighs highest, ties in the order of the offers; the first when
 * there is no header that can be read.
 * @returns undefined when none is accepted.
 */
export function negotiate(accept: string | undefined, offers: readonly Format[]) {
  const ranges = weighted(accept ?? "", RANGE, PARAMETER);
  if (ranges.length === 0) return offers[0];
  // The most specific range speaks for a type: `text/csv;q=0` excludes it from `*/*`.
  const weight = (format: Format): number => {
    const type = MEDIA_TYPES[format];
    const names = [type, type.replace(/\/.*/, "/*"), "*/*"];
    const [range] = names.flatMap((name) =>
      ranges.filter(({ value }) => value.toLowerCase() === name),
    );
    return range?.q ?? 0;
  };
  const [best] = offers
    .map((format) => ({ format, q: weight(format) }))
    .filter(({ q }) => q > 0)
    .toSorted((a, b) => b.q - a.q);
  return best?.format;
}
