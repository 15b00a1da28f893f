import { beforeEach, describe, expect, it } from "vitest";
import { eventStream } from "../../../src/monitoring/jobs/event-stream.ts";
import { jobEvents, type WatchedJob } from "../../../src/monitoring/jobs/job-events.ts";

type Look = WatchedJob | "gone" | "unknown";

let now: number;
let looks: number[];
let checks: number[];
/** What changes, by the second in which it does. */
let changes: Record<number, Look>;
/** How long the database takes for a look. */
let lookMs: number;
let mayGoOn: () => boolean;

beforeEach(() => {
  now = 0;
  looks = [];
  checks = [];
  changes = {};
  lookMs = 0;
  mayGoOn = () => true;
});

const job = (version: number, status = "RUNNING", more = {}): WatchedJob => ({
  version,
  status,
  detail: { status, updated_at: `2026-04-14T00:00:0${version}Z`, ...more },
});

/** The text of a stream with the second in which each piece came, while `seconds` pass. */
async function watch(first: WatchedJob, seconds = 1_000): Promise<[number, string][]> {
  const pass = (ms: number): Promise<void> => {
    now += ms;
    return Promise.resolve();
  };
  /** What the database shows. */
  function current(): Look {
    const passed = Object.keys(changes).filter((second) => Number(second) * 1_000 <= now);
    return changes[Math.max(...passed.map(Number))] ?? first;
  }
  const events = jobEvents(
    {
      clock: { now: () => now },
      look: async () => {
        looks.push(now);
        const seen = current();
        await pass(lookMs);
        return seen;
      },
      mayGoOn: () => {
        checks.push(now / 1_000);
        return Promise.resolve(mayGoOn());
      },
      pause: pass,
    },
    first,
  );
  const pieces: [number, string][] = [];
  for await (const piece of events) {
    if (now > seconds * 1_000) break;
    pieces.push([now / 1_000, piece]);
  }
  return pieces;
}

const withoutPings = (pieces: [number, string][]) =>
  pieces.filter(([, piece]) => !piece.startsWith(":"));

describe("the events of a job", () => {
  it("are its state and its end when it has ended before", async () => {
    const pieces = await watch(job(6, "DONE"));
    expect(pieces.map(([, piece]) => piece).join("")).toBe(
      'retry: 3000\n\nid: 6\nevent: job\ndata: {"status":"DONE","updated_at":"2026-04-14T00:00:06Z"}\n\n' +
        'event: end\ndata: {"status":"DONE"}\n\n',
    );
    expect(looks).toEqual([]);
  });
  it("tell each change within two seconds, the last one too", async () => {
    lookMs = 100;
    changes = { 3.1: job(3), 6.2: job(4, "RUNNING", { days: 1 }), 9.3: job(5, "PARTIAL") };
    const pieces = withoutPings(await watch(job(2, "PENDING")));
    const heads = pieces.map(([, piece]) => piece.split("\n", 1)[0]);
    const versions = ["id: 2", "id: 3", "id: 4", "id: 5"];
    expect(heads).toEqual(["retry: 3000", ...versions, "event: end"]);
    const times = pieces.map(([at]) => at);
    for (const [at, due] of [
      [2, 3.1],
      [3, 6.2],
      [4, 9.3],
    ] as const) {
      expect(times[at]).toBeGreaterThanOrEqual(due);
      expect(times[at]).toBeLessThanOrEqual(due + 2);
    }
  });
  it("tell a change within two seconds whenever it comes", async () => {
    lookMs = 100;
    for (let due = 20; due < 23; due += 0.05) {
      now = 0;
      changes = { [due]: job(3, "RUNNING", { days: 1 }) };
      const told = withoutPings(await watch(job(2), 30))[2]?.[0] ?? Infinity;
      expect(told - due).toBeLessThanOrEqual(2);
    }
  });
  it("tell a change that costs no version, such as a parent", async () => {
    changes = { 2: job(2, "RUNNING", { parent_id: 7 }) };
    const told = withoutPings(await watch(job(2), 5)).map(([, piece]) => piece);
    expect(told).toHaveLength(3);
    expect(told[2]).toContain('"parent_id":7');
  });
  it("do not tell that nothing has changed since", async () => {
    const later = job(2);
    later.detail["updated_at"] = "2026-04-14T00:00:30Z";
    changes = { 5: later };
    expect(withoutPings(await watch(job(2), 8))).toHaveLength(2);
  });
  it("go on when a look fails", async () => {
    changes = { 2: "unknown", 6: job(3, "ERROR") };
    const [at, end] = withoutPings(await watch(job(2))).at(-1) ?? [];
    expect(end).toBe('event: end\ndata: {"status":"ERROR"}\n\n');
    expect(at).toBeLessThanOrEqual(8);
  });
  it("stop without an end when the job is gone or out of sight", async () => {
    changes = { 4: "gone" };
    const pieces = await watch(job(2));
    expect(pieces).toHaveLength(2);
    expect(now).toBeLessThanOrEqual(6_000);
  });
});

describe("a long watch", () => {
  it("sends a comment every 15 seconds, and closes after 15 minutes without an end", async () => {
    const pieces = await watch(job(2));
    const pings = pieces.filter(([, piece]) => piece === ": keep-alive\n\n").map(([at]) => at);
    expect(pings.slice(0, 3)).toEqual([15, 30, 45]);
    expect(checks).toEqual(pings);
    expect(now).toBe(900_000);
    expect(pieces.some(([, piece]) => piece.startsWith("event: end"))).toBe(false);
  });
  // A thousand are allowed, repeats of what failed included; a check reads the key, and each minute
  // it also notes its use.
  it("leaves more than four hundred queries for repeats, however much happens", async () => {
    for (let second = 0; second < 900; second++)
      changes[second] = job(second + 3, "RUNNING", { second });
    await watch(job(2));
    expect(looks.length + checks.length + 15).toBeLessThan(600);
  });
  it("closes when the credential no longer holds", async () => {
    mayGoOn = () => now < 30_000;
    const pieces = await watch(job(2));
    expect(now).toBe(30_000);
    expect(pieces.at(-1)).toEqual([15, ": keep-alive\n\n"]);
  });
});

describe("the stream", () => {
  it("does nothing more once its reader has left, not even the rest of a pause", async () => {
    let ended = "";
    const stream = eventStream(async function* endless(pause) {
      try {
        yield "a";
        await pause(60_000);
        yield "b";
      } catch (error) {
        ended = String(error);
      }
    });
    const reader = stream.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe("a");
    const pending = reader.read();
    await reader.cancel();
    expect((await pending).done).toBe(true);
    await expect.poll(() => ended).toContain("AbortError");
  });
  it("is not written ahead of its reader", async () => {
    let made = 0;
    const stream = eventStream(async function* counting(pause) {
      for (;;) {
        await pause(0);
        made += 1;
        yield "x";
      }
    });
    const reader = stream.getReader();
    await reader.read();
    await new Promise((done) => setTimeout(done, 20));
    expect(made).toBeLessThanOrEqual(2);
    await reader.cancel();
  });
  it("breaks when its writer fails", async () => {
    // oxlint-disable-next-line require-yield -- it fails before it has anything to say
    const stream = eventStream(async function* failing() {
      throw new Error("no");
    });
    await expect(stream.getReader().read()).rejects.toThrow("no");
  });
});
