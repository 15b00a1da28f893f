export interface Limit {
  calls: number;
  windowMs: number;
}

/** What a limited call is told. */
export interface Verdict {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Unix second when the oldest counted call leaves the window. */
  resetAt: number;
  retryAfterSeconds: number;
}

/**
 * Whether one call more fits the window of the calls counted so far.
 * @param counted times of the counted calls in the window, in ms, oldest first
 * @param taken whether this call is counted when it is allowed
 */
export function judge(
  counted: readonly number[],
  { calls, windowMs }: Limit,
  now: number,
  taken: boolean,
): Verdict {
  const allowed = counted.length < calls;
  const used = counted.length + (allowed && taken ? 1 : 0);
  const leaves = (counted[0] ?? now) + windowMs;
  return {
    allowed,
    limit: calls,
    remaining: calls - used,
    resetAt: Math.ceil(leaves / 1_000),
    retryAfterSeconds: Math.max(1, Math.ceil((leaves - now) / 1_000)),
  };
}
