import { type Clock, MINUTE_MS } from "#shared";

// A Worker may ask D1 a thousand times in one request, repeats of what failed included. Looking as
// seldom as a change may be told late (2 s, of which a look takes some) needs 480 of them, and 75 for
// the credential. A push from the batch object would be a second way to learn what D1 tells anyway.
const KEEP_ALIVE_MS = 15_000;
const LOOK_MS = KEEP_ALIVE_MS / 8;
const CLOSES_AFTER_MS = 15 * MINUTE_MS;

/** A job as its watcher may see it. */
export interface WatchedJob {
  version: number;
  status: string;
  detail: Record<string, unknown>;
}

export interface JobWatch {
  clock: Clock;
  /** `gone`: deleted, or out of the caller's sight. `unknown`: it failed; a later look may not. */
  look(): Promise<WatchedJob | "gone" | "unknown">;
  /** Whether the credential still holds. */
  mayGoOn(): Promise<boolean>;
  pause(ms: number): Promise<void>;
}

/** What is told of a job: an active one is stored anew every half minute without any change. */
const told = ({ detail }: WatchedJob): string =>
  JSON.stringify({ ...detail, updated_at: undefined });

const jobEvent = ({ version, detail }: WatchedJob): string =>
  `id: ${version}\nevent: job\ndata: ${JSON.stringify(detail)}\n\n`;

const endEvent = ({ status }: WatchedJob): string =>
  `event: end\ndata: ${JSON.stringify({ status })}\n\n`;

const isActive = ({ status }: WatchedJob): boolean => status === "PENDING" || status === "RUNNING";

/** Server-sent events of a job: what it is now, each change, and its end. */
export async function* jobEvents(watch: JobWatch, now: WatchedJob): AsyncGenerator<string> {
  const { clock } = watch;
  const opened = clock.now();
  let keepAliveAt = opened + KEEP_ALIVE_MS;
  let wokenAt = opened;
  let job = now;
  let last = "";
  yield "retry: 3000\n\n";
  while (clock.now() - opened < CLOSES_AFTER_MS) {
    // By what is shown, not by version: an academy's new name costs none, and some cost one unseen.
    if (told(job) !== last) yield jobEvent(job);
    last = told(job);
    if (!isActive(job)) {
      yield endEvent(job);
      return;
    }
    // What a look took does not come on top.
    await watch.pause(wokenAt + LOOK_MS - clock.now());
    wokenAt = clock.now();
    if (clock.now() >= keepAliveAt) {
      if (!(await watch.mayGoOn())) return;
      keepAliveAt += KEEP_ALIVE_MS;
      yield ": keep-alive\n\n";
    }
    const seen = await watch.look();
    if (seen === "gone") return;
    if (seen !== "unknown") job = seen;
  }
}
