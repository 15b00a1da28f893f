import { type DocumentErrorCode, isTransient } from "../document-error.ts";
import {
  backoffMs,
  type Change,
  claimable,
  type Entry,
  inOrder,
  isDue,
  freeWorkers,
  MAX_TRIES,
  type Queue,
  resendMs,
  runEnds,
} from "./queue.ts";

/** What an entry begins with. `revision` is the row's: the object tells above it. */
export interface Seed {
  tenantId: string;
  documentId: string;
  rank: number;
  enqueuedAt: number;
  run: number;
  attempt: number;
  tries: number;
  revision: number;
}

/** Names one claim; anything older changes nothing. */
export interface Claimed {
  tenantId: string;
  documentId: string;
  attempt: number;
  token: string;
}

export type QueueEvent =
  | { type: "enqueue"; seed: Seed }
  | { type: "claim"; token: string }
  | ({ type: "report"; progress: number } & Claimed)
  | ({ type: "fail"; code: DocumentErrorCode; retryAfterSeconds: number | null } & Claimed)
  /** D1 shows it completed. */
  | ({ type: "complete" } & Claimed)
  | { type: "cancel"; seed: Seed }
  /** This run's row is gone from D1, or ended without the object. */
  | { type: "forget"; tenantId: string; documentId: string; run: number }
  | { type: "told"; tenantId: string; documentId: string; revision: number }
  | { type: "telling-failed"; retryAt: number }
  | { type: "woke" }
  | { type: "tick" };

interface Named {
  tenantId: string;
  documentId: string;
}

const same = (a: Named, b: Named): boolean =>
  a.documentId === b.documentId && a.tenantId === b.tenantId;

const find = (queue: Queue, name: Named): Entry | undefined =>
  queue.entries.find((entry) => same(entry, name));

const without = (queue: Queue, name: Named): readonly Entry[] =>
  queue.entries.filter((entry) => !same(entry, name));

/** A slot or a document became free: wake-ups go out at once. */
const stirred = (queue: Queue): Queue => ({ ...queue, resendAt: 0 });

const put = (queue: Queue, entry: Entry): Queue => ({
  ...queue,
  entries: [...without(queue, entry), entry].toSorted(inOrder),
});

const tell = (queue: Queue, change: Change): Queue => ({
  ...queue,
  outbox: [...queue.outbox.filter((one) => !same(one, change)), change],
});

const changeOf = (entry: Entry, at: number, more: Partial<Change>): Change => ({
  tenantId: entry.tenantId,
  documentId: entry.documentId,
  run: entry.run,
  revision: entry.revision,
  status: entry.lease ? "processing" : "queued",
  attempt: entry.attempt,
  tries: entry.tries,
  progress: entry.progress,
  notBefore: entry.notBefore > at ? entry.notBefore : null,
  startedAt: entry.startedAt,
  completedAt: null,
  error: null,
  at,
  ...more,
});

/** Stores a changed entry and what D1 has to hear of it. */
function become(queue: Queue, entry: Entry, now: number): Queue {
  const next = { ...entry, revision: entry.revision + 1 };
  return tell(put(queue, next), changeOf(next, now, {}));
}

/** Takes the document out with its last word. */
function end(queue: Queue, entry: Entry, now: number, more: Partial<Change>): Queue {
  const last = { ...entry, revision: entry.revision + 1 };
  const change = changeOf(last, now, { completedAt: now, notBefore: null, ...more });
  return stirred(tell({ ...queue, entries: without(queue, entry) }, change));
}

const entryOf = (seed: Seed): Entry => ({
  ...seed,
  notBefore: 0,
  runStartedAt: null,
  startedAt: null,
  progress: 0,
  lease: null,
});

function enqueue(queue: Queue, seed: Seed, now: number): Queue {
  // An end that D1 has not heard of yet counts too: its row still reads as active.
  const known = find(queue, seed) ?? queue.outbox.find((change) => same(change, seed));
  if (known && known.run >= seed.run) return queue;
  return stirred(become(queue, entryOf(seed), now));
}

function claim(queue: Queue, token: string, now: number): Queue {
  const first = queue.entries.find((entry) => isDue(entry, now) && now < runEnds(entry));
  if (!first || freeWorkers(queue) === 0) return queue;
  const claimed = {
    ...first,
    attempt: first.attempt + 1,
    tries: first.tries + 1,
    runStartedAt: first.runStartedAt ?? now,
    startedAt: now,
    notBefore: 0,
    progress: 10,
    lease: { token, until: now + queue.leaseMs },
  };
  return become(queue, claimed, now);
}

function fail(
  queue: Queue,
  entry: Entry,
  { code, retryAfterSeconds }: { code: DocumentErrorCode; retryAfterSeconds: number | null },
  now: number,
): Queue {
  const error = now >= runEnds(entry) ? "TIMEOUT" : code;
  if (!isTransient(error) || entry.tries >= MAX_TRIES) {
    return end(queue, entry, now, { status: "failed", error });
  }
  const notBefore = now + backoffMs(queue, entry.tries, retryAfterSeconds);
  const waiting = { ...entry, notBefore, startedAt: null, progress: 0, lease: null };
  return stirred(become(queue, waiting, now));
}

function report(queue: Queue, entry: Entry, progress: number, now: number): Queue {
  // The run is over: refusing the lease ends the work, and the next tick the document.
  if (!entry.lease || now >= runEnds(entry)) return queue;
  const renewed = { ...entry, lease: { ...entry.lease, until: now + queue.leaseMs } };
  if (progress <= entry.progress) return put(queue, renewed);
  return become(queue, { ...renewed, progress }, now);
}

/** A word of a worker: it counts while the lease is its own. */
function hear(
  queue: Queue,
  event: Extract<QueueEvent, { type: "report" | "fail" | "complete" }>,
  now: number,
): Queue {
  const entry = find(queue, event);
  if (!entry?.lease || entry.attempt !== event.attempt) return queue;
  if (entry.lease.token !== event.token) return queue;
  if (event.type === "report") return report(queue, entry, event.progress, now);
  if (event.type === "fail") return fail(queue, entry, event, now);
  return forget(queue, entry);
}

/** Cancels also what the object does not know: D1 may have it as pending. */
function cancel(queue: Queue, seed: Seed, now: number): Queue {
  const known = find(queue, seed);
  const more = { status: "cancelled" as const, progress: null };
  return end(queue, known ?? entryOf(seed), now, more);
}

function forget(queue: Queue, { run, ...name }: Named & { run: number }): Queue {
  // A retry may have come meanwhile: its run goes on.
  const stays = (one: Named & { run: number }) => !same(one, name) || one.run > run;
  const outbox = queue.outbox.filter(stays);
  const entries = queue.entries.filter(stays);
  const unchanged =
    outbox.length === queue.outbox.length && entries.length === queue.entries.length;
  return unchanged ? queue : stirred({ ...queue, entries, outbox });
}

function told(queue: Queue, event: Extract<QueueEvent, { type: "told" }>): Queue {
  const outbox = queue.outbox.filter(
    (change) => !same(change, event) || change.revision > event.revision,
  );
  return outbox.length === queue.outbox.length ? queue : { ...queue, outbox };
}

/** Ends what time has ended: leases that nobody renewed, runs of half an hour. */
function tick(queue: Queue, now: number): Queue {
  const lost = { code: "WORKER_LOST", retryAfterSeconds: null } as const;
  return queue.entries
    .filter((entry) => now >= runEnds(entry) || (entry.lease && entry.lease.until <= now))
    .reduce((before, entry) => fail(before, entry, lost, now), queue);
}

/** The next state. An event that no longer applies returns the same state. */
export function step(queue: Queue, event: QueueEvent, now: number): Queue {
  switch (event.type) {
    case "enqueue":
      return enqueue(queue, event.seed, now);
    case "claim":
      return claim(queue, event.token, now);
    case "cancel":
      return cancel(queue, event.seed, now);
    case "forget":
      return forget(queue, event);
    case "told":
      return told(queue, event);
    case "telling-failed":
      return { ...queue, tellAt: event.retryAt };
    case "woke":
      return { ...queue, resendAt: now + resendMs(queue.leaseMs) };
    case "tick":
      return tick(queue, now);
    default:
      return hear(queue, event, now);
  }
}

/** Wake-ups to send now. */
export const wakeUps = (queue: Queue, now: number): number =>
  now < queue.resendAt ? 0 : claimable(queue, now);
