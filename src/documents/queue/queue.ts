import type { DocumentErrorCode } from "../document-error.ts";

const RUN_LIMIT_MS = 1_800_000;
export const MAX_TRIES = 3;
/** Pause before the second and the third try, in leases. */
const BACKOFF = [1 / 6, 2 / 3];
const LONGEST_RETRY_AFTER_S = 600;

interface Lease {
  token: string;
  until: number;
}

/** A document that waits or is worked on. */
export interface Entry {
  tenantId: string;
  documentId: string;
  /** 0 is the most urgent. */
  rank: number;
  enqueuedAt: number;
  /** Manual retries. */
  run: number;
  attempt: number;
  tries: number;
  notBefore: number;
  /** The first claim of the run. */
  runStartedAt: number | null;
  startedAt: number | null;
  progress: number;
  lease: Lease | null;
  revision: number;
}

/** What D1 has to hear of a document: the outbox. A later one replaces it. */
export interface Change {
  tenantId: string;
  documentId: string;
  run: number;
  revision: number;
  status: "queued" | "processing" | "failed" | "cancelled";
  attempt: number;
  tries: number;
  /** Null where it stays as D1 has it. */
  progress: number | null;
  notBefore: number | null;
  startedAt: number | null;
  completedAt: number | null;
  error: DocumentErrorCode | null;
  at: number;
}

export interface Queue {
  /** Documents at once. */
  workers: number;
  /** How long a worker may be silent. The queue's other pauses are parts of it. */
  leaseMs: number;
  /** In order. */
  entries: readonly Entry[];
  /** By document. */
  outbox: readonly Change[];
  /** No wake-ups before this instant: those sent last have not been lost yet. */
  resendAt: number;
  /** No telling before this instant: the last one failed. */
  tellAt: number;
}

/** What is stored; the rest is configuration. */
export type StoredQueue = Omit<Queue, "workers" | "leaseMs">;

export const emptyQueue = (workers: number, leaseMs = 180_000): Queue => ({
  workers,
  leaseMs,
  entries: [],
  outbox: [],
  resendAt: 0,
  tellAt: 0,
});

/** Strict between classes, first in first out inside; the id decides between equals. */
export function inOrder(a: Entry, b: Entry): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.enqueuedAt !== b.enqueuedAt) return a.enqueuedAt - b.enqueuedAt;
  return a.documentId < b.documentId ? -1 : 1;
}

const processing = ({ entries }: Queue): number =>
  entries.filter(({ lease }) => lease !== null).length;

const isWaiting = ({ lease }: Entry): boolean => lease === null;

export const isDue = (entry: Entry, now: number): boolean =>
  isWaiting(entry) && entry.notBefore <= now;

export const freeWorkers = (queue: Queue): number => Math.max(0, queue.workers - processing(queue));

/** Wake-ups that were sent this long ago and have not led to a claim are lost; leases are renewed as often. */
export const resendMs = (leaseMs: number): number => leaseMs / 6;

/** How long after a failed try the next one starts. An upstream's wish lengthens it, to 10 min. */
export function backoffMs(
  { leaseMs }: Queue,
  tries: number,
  retryAfterSeconds: number | null,
): number {
  const wished = Math.min(retryAfterSeconds ?? 0, LONGEST_RETRY_AFTER_S) * 1_000;
  return Math.max((BACKOFF[tries - 1] ?? 0) * leaseMs, wished);
}

/** When the run may not go on any more. */
export const runEnds = ({ runStartedAt }: Entry): number =>
  runStartedAt === null ? Infinity : runStartedAt + RUN_LIMIT_MS;

/** How many documents could be claimed now. */
export const claimable = (queue: Queue, now: number): number =>
  Math.min(freeWorkers(queue), queue.entries.filter((entry) => isDue(entry, now)).length);

/** When the queue must be looked at again; null when nothing is left to do. */
export function nextAlarm(queue: Queue): number | null {
  const free = freeWorkers(queue) > 0;
  const times = queue.entries.map((entry) => {
    if (entry.lease) return Math.min(entry.lease.until, runEnds(entry));
    return Math.min(free ? Math.max(entry.notBefore, queue.resendAt) : Infinity, runEnds(entry));
  });
  if (queue.outbox.length > 0) times.push(queue.tellAt);
  const next = Math.min(...times);
  return Number.isFinite(next) ? next : null;
}
