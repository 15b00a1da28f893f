import { type FailureCode, MAX_ATTEMPTS, type Unit, type Warning } from "./batch.ts";

const BACKOFF_MS = [10_000, 60_000];

export const newUnit = (date: string, now: number): Unit => ({
  date,
  state: "waiting",
  attempt: 0,
  at: now,
  sends: 0,
  sentAt: 0,
  rows: 0,
  warnings: [],
  error: null,
});

export const doneUnit = (date: string, rows: number, warnings: readonly Warning[]): Unit => ({
  ...newUnit(date, 0),
  state: "done",
  rows,
  warnings,
});

/** Pause before the message numbered `sends` is followed by another: 30 s, 1, 2, 4, 8, 10 … min. */
const resendDelay = (sends: number, leaseMs: number): number =>
  leaseMs * Math.min(2 ** (sends - 3), 5);

/** Sent, for the first time or again; the attempt stays, so that older messages remain good. */
export const send = (unit: Unit, now: number, leaseMs: number): Unit => {
  const sends = unit.sends + 1;
  const sentAt = unit.sends === 0 ? now : unit.sentAt;
  return { ...unit, state: "sent", sends, sentAt, at: now + resendDelay(sends, leaseMs) };
};

export const claim = (unit: Unit, now: number, leaseMs: number): Unit => ({
  ...unit,
  state: "leased",
  attempt: unit.attempt + 1,
  at: now + leaseMs,
});

export const renew = (unit: Unit, now: number, leaseMs: number): Unit => ({
  ...unit,
  at: now + leaseMs,
});

export const finish = (unit: Unit, rows: number, warnings: readonly Warning[]): Unit => ({
  ...unit,
  state: "done",
  rows,
  warnings,
});

export const giveUp = (unit: Unit, error: FailureCode): Unit => ({
  ...unit,
  state: "error",
  error,
});

/** After a failed attempt: once more at `at`, or no more. */
function again(unit: Unit, at: number, error: FailureCode): Unit {
  if (unit.attempt >= MAX_ATTEMPTS) return giveUp(unit, error);
  return { ...unit, state: "waiting", sends: 0, at };
}

export const fail = (unit: Unit, code: FailureCode, now: number): Unit =>
  again(unit, now + (BACKOFF_MS[unit.attempt - 1] ?? 0), code);

export const loseLease = (unit: Unit, now: number): Unit => again(unit, now, "worker-lost");

export const cancel = (unit: Unit): Unit => ({ ...unit, state: "cancelled" });
