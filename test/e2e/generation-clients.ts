import { setTimeout as wait } from "node:timers/promises";
import { DAY_MS, utcDate } from "../../src/shared/time.ts";

const REPORTS = "/v1/monitoring/report/churn";
const ACADEMIES = [[1], [2], [1, 2], [1, 2]];
/** Days that only jobs which are cancelled are about: what is covered then must not change. */
const VICTIM_DAYS_FROM = Date.parse("2000-01-01T00:00:00Z");
const VICTIM_DAYS = 12;
/** Commands are about the newest jobs: most of the others have ended. */
const POOL = 10;

interface Covered {
  date: string;
  generated: boolean;
  generated_at: string | null;
}

/** What clients were told. What they were not told may or may not have happened. */
interface Told {
  answers: Record<string, number>;
  accepted: Set<number>;
  deletionTried: Set<number>;
  deleted: Set<number>;
  /** Coverage of a cancelled job's days, right after its cancel was answered. */
  cancelled: { job: number; coverage: Covered[] }[];
}

/** Numbers in [0, 1) that a seed determines. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function createClients(server: { url: string; key: string }, random: () => number) {
  const told: Told = {
    answers: {},
    accepted: new Set(),
    deletionTried: new Set(),
    deleted: new Set(),
    cancelled: [],
  };
  const pool = new Set<number>();
  let victims = 0;
  const below = (limit: number): number => Math.floor(random() * limit);

  async function ask(method: string, path: string, body?: object, academies = [1, 2]) {
    const headers = {
      Authorization: `Bearer ${server.key}`,
      Academy: academies.join(","),
      "Content-Type": "application/json",
    };
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(server.url + REPORTS + path, { method, headers, ...text });
    const answer = await response.text();
    const name = `${method} ${path.replaceAll(/\d+/g, "N").replace(/\?.*/, "")} ${response.status}`;
    told.answers[name] = (told.answers[name] ?? 0) + 1;
    const json: unknown = answer === "" ? null : JSON.parse(answer);
    return { status: response.status, json };
  }

  /** Also for the undisturbed generation at the end. */
  async function post(body: object, academies: readonly number[]): Promise<number[]> {
    type Job = { id: number };
    const { status, json } = await ask("POST", "/generate", body, [...academies]);
    if (status !== 200 && status !== 202) return [];
    const ids = [json as Job | Job[]].flat().map(({ id }) => id);
    for (const id of ids) {
      told.accepted.add(id);
      pool.add(id);
    }
    return ids;
  }

  function generate() {
    const end = Date.now() - (1 + below(20)) * DAY_MS;
    const date_start = utcDate(end - below(3) * DAY_MS);
    const academies = ACADEMIES[below(ACADEMIES.length)] ?? [1];
    return post({ date_start, date_end: utcDate(end), force: random() < 0.3 }, academies);
  }

  /** A job of its own days, cancelled and perhaps deleted: nothing else is told of them. */
  async function cancelVictim() {
    const first = VICTIM_DAYS_FROM + VICTIM_DAYS * victims++ * DAY_MS;
    const last = first + (VICTIM_DAYS - 1) * DAY_MS;
    const range = { date_start: utcDate(first), date_end: utcDate(last) };
    const [job] = await post(range, [1]);
    if (job === undefined) return;
    pool.delete(job);
    await wait(below(300));
    if ((await ask("POST", `/generate/${job}/cancel`)).status !== 200) return;
    const query = new URLSearchParams(range).toString();
    const { json } = await ask("GET", `/coverage?${query}`, undefined, [1]);
    told.cancelled.push({ job, coverage: json as Covered[] });
    if (random() < 0.5) return;
    told.deletionTried.add(job);
    if ((await ask("DELETE", `/generate/${job}`)).status === 204) told.deleted.add(job);
  }

  async function command(verb: "cancel" | "retry"): Promise<void> {
    const jobs = [...pool].slice(-POOL);
    const job = jobs[below(jobs.length)];
    if (job !== undefined) await ask("POST", `/generate/${job}/${verb}`);
  }

  function next(): Promise<unknown> {
    const dice = random();
    if (dice < 0.3) return generate();
    if (dice < 0.45) return cancelVictim();
    return command(dice < 0.7 ? "cancel" : "retry");
  }

  /** Asks for this and that until the server does not answer any more. */
  async function loop(): Promise<void> {
    try {
      if (random() < 0.5) await cancelVictim();
      for (;;) {
        await next();
        await wait(below(50));
      }
    } catch {
      // It is dead. What was on its way may have arrived or not.
    }
  }

  return { told, post, loop };
}
