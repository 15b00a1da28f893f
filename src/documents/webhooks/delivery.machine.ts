const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How long to wait after each attempt that failed: eight attempts in 22.2 hours. */
const PAUSES_MS = [
  30 * SECOND_MS,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
];

export const MAX_ATTEMPTS = PAUSES_MS.length + 1;

/** The pause after attempt n, counted from 1; null after the last. */
export const pauseAfter = (attempt: number): number | null => PAUSES_MS[attempt - 1] ?? null;

/** What became of one attempt. `error` tells the owner of the webhook. */
export type Outcome =
  | { kind: "answered"; status: number }
  | { kind: "unanswered"; error: string }
  /** Another attempt could not go better. */
  | { kind: "hopeless"; error: string };

export type Verdict =
  | { kind: "delivered"; responseStatus: number }
  | { kind: "again"; pauseMs: number; responseStatus: number | null; error: string }
  /** `disables`: the receiver wants nothing more. */
  | { kind: "failed"; disables: boolean; responseStatus: number | null; error: string };

const GONE = 410;

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

const errorOf = (status: number): string =>
  status >= 300 && status < 400 ? "Redirects are not followed" : `Answered ${status}`;

/** 2xx is delivered, 410 ends the webhook; anything else is tried again, eight times in all. */
export function judge(attempt: number, outcome: Outcome): Verdict {
  if (outcome.kind === "answered" && isSuccess(outcome.status)) {
    return { kind: "delivered", responseStatus: outcome.status };
  }
  const responseStatus = outcome.kind === "answered" ? outcome.status : null;
  const error = outcome.kind === "answered" ? errorOf(outcome.status) : outcome.error;
  const disables = responseStatus === GONE;
  const pauseMs = disables || outcome.kind === "hopeless" ? null : pauseAfter(attempt);
  if (pauseMs === null) return { kind: "failed", disables, responseStatus, error };
  return { kind: "again", pauseMs, responseStatus, error };
}
