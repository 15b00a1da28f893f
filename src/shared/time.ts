export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;

/** The UTC day number of an instant: whole days since 1970-01-01. */
export const utcDay = (ms: number): number => Math.floor(ms / DAY_MS);

/** The UTC date of an instant, YYYY-MM-DD. */
export const utcDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** `2026-04-14T08:15:21Z`, with a fraction only when it is not zero. */
export const isoTime = (ms: number): string => new Date(ms).toISOString().replace(".000Z", "Z");

export const isoTimeOrNull = (ms: number | null): string | null =>
  ms === null ? null : isoTime(ms);
