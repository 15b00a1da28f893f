import { env } from "cloudflare:test";
import {
  cancelJob,
  consumeUnit,
  deleteJob,
  retryJob,
  startGeneration,
  sweepJobs,
  type UnitWork,
} from "#generation";
import { guardD1, toAppError } from "#shared";
import type { UnitMessage } from "../../src/generation/generation.messages.ts";
import type { Action } from "./actions.ts";
import { createFaultyD1 } from "./faulty-d1.ts";
import { mortalWorker } from "./mortal-worker.ts";
import { writeSlice, writesOf } from "./slices.ts";
import { alarmsOf, Crash, createWorld, fire, request, type World } from "./world.ts";

interface Held {
  release(): void;
  done: Promise<void>;
}

/** What callers were told, for the invariants at the end. */
export interface History {
  accepted: Set<number>;
  deleted: Set<number>;
  /** Spans of writes, by their ids, in which a cancelled job may not have any. */
  sealed: { job: string; from: number; to: number }[];
}

export class Simulation {
  readonly tenant = crypto.randomUUID();
  readonly history: History = { accepted: new Set(), deleted: new Set(), sealed: [] };
  readonly world: World;
  readonly #d1 = createFaultyD1(env.DB);
  #held: Held[] = [];
  #armed: { point: string; left: number } | null = null;
  #failing = { work: false, holding: false };
  #stamps = 0;

  constructor() {
    this.world = createWorld((unit) => this.#work(unit), guardD1(this.#d1.db));
    this.world.fault = (name) => this.#point(name);
  }

  async run(actions: readonly Action[]): Promise<void> {
    for (const action of actions) await this.#survive(() => this.#act(action));
  }

  /** No more faults: from here everything has to come to its end by itself. */
  async settle(): Promise<void> {
    this.#armed = null;
    this.#failing = { work: false, holding: false };
    this.#d1.heal();
    for (const held of this.#held.splice(0)) {
      held.release();
      await held.done;
    }
    for (let round = 0; round < 300; round++) {
      await this.#survive(() => fire(this.world));
      for (const message of this.world.queue.splice(0)) await this.#consume(message);
      const alarms = alarmsOf(this.world);
      if (alarms.length === 0 && (await this.#activeJobs()) === 0) return;
      this.world.now = Math.max(this.world.now + 1, Math.min(...alarms, this.world.now + 61_000));
      await sweepJobs(this.world.deps);
    }
    throw new Error("a job stays active for ever");
  }

  #point(name: string): void {
    if (this.#armed?.point !== name || --this.#armed.left > 0) return;
    this.#armed = null;
    if (!name.startsWith("worker.")) this.world.crash();
    throw new Crash(name);
  }

  /** Calls that die or find the database down: their caller hears of nothing. */
  async #survive<T>(run: () => Promise<T>): Promise<T | undefined> {
    try {
      return await run();
    } catch (error) {
      const isOutage = toAppError(error).code === "SERVICE_UNAVAILABLE";
      if (error instanceof Crash || isOutage) return undefined;
      throw error;
    }
  }

  #act(action: Action): Promise<unknown> {
    const { world } = this;
    const take = (at: number) => world.queue.splice(at % Math.max(world.queue.length, 1), 1)[0];
    switch (action.do) {
      case "post":
        return this.#post(action);
      case "pass":
        world.now += action.ms;
        break;
      case "fire":
        return fire(world);
      case "sweep":
        return sweepJobs(world.deps);
      case "crash":
        world.crash();
        break;
      case "send-fails":
        this.#armed = { point: "queue.after-send", left: 1 };
        break;
      case "work-fails":
        this.#failing.work = true;
        break;
      case "drop":
        take(action.at);
        break;
      case "double":
        world.queue.push(...world.queue.slice(0, 1 + (action.at % 3)));
        break;
      case "deliver":
        return this.#consume(take(action.at));
      case "hold":
        return this.#hold(take(action.at));
      case "release": {
        const [held] = this.#held.splice(action.at % Math.max(this.#held.length, 1), 1);
        held?.release();
        return held?.done ?? Promise.resolve();
      }
      case "fault":
        this.#armed = { point: action.point, left: action.after };
        break;
      case "d1-fails":
        this.#d1.failAt(action.calls, action.when);
        break;
      default:
        return this.#command(action.do, action.at);
    }
    return Promise.resolve();
  }

  async #post({ academies, days, force, partial }: Extract<Action, { do: "post" }>) {
    const dates = { dateStart: "2026-04-01", dateEnd: `2026-04-0${days}`, force };
    const resolution = partial ? "partial" : "full";
    const wish = request(academies, dates, resolution);
    const started = await startGeneration(this.world.deps, this.tenant, wish);
    const jobs = started.kind === "job" ? [started.job] : started.jobs;
    for (const { id } of jobs) this.history.accepted.add(id);
  }

  async #command(command: "cancel" | "retry" | "delete", at: number): Promise<void> {
    const { deps } = this.world;
    const ids = [...this.history.accepted];
    const id = ids[at % Math.max(ids.length, 1)];
    if (id === undefined) return;
    if (command === "cancel") {
      const answer = await cancelJob(deps, this.tenant, id);
      if (answer.kind === "changed") await this.#seal(id);
    } else if (command === "delete") {
      const answer = await deleteJob(deps, this.tenant, id);
      if (answer === "deleted") this.history.deleted.add(id);
    } else {
      // Whether it is heard of or not, from now on the job may write again; so may its children.
      const to = await this.#lastWrite();
      for (const span of this.history.sealed) span.to = Math.min(span.to, to);
      await retryJob(deps, this.tenant, id);
    }
  }

  /** From now on the job, or the children that were cancelled with it, must not write. */
  async #seal(id: number): Promise<void> {
    const from = await this.#lastWrite();
    const { results } = await env.DB.prepare(
      `SELECT id FROM report_generation_jobs WHERE (id = ?1 OR parent_id = ?1)
       AND academy_id IS NOT NULL AND status = 'CANCELLED'`,
    )
      .bind(id)
      .all<{ id: number }>();
    const spans = results.map((job) => ({ job: String(job.id), from, to: Infinity }));
    this.history.sealed.push(...spans);
  }

  #lastWrite = async () => (await writesOf(this.tenant)).at(-1)?.id ?? 0;

  async #activeJobs(): Promise<number> {
    const active = env.DB.prepare(
      `SELECT count(*) AS n FROM report_generation_jobs
       WHERE tenant_id = ? AND status IN ('PENDING', 'RUNNING')`,
    );
    return (await active.bind(this.tenant).first<number>("n")) ?? 0;
  }

  async #work(unit: Parameters<UnitWork>[0]) {
    const stamp = `stamp ${++this.#stamps}`;
    if (this.#failing.work) {
      this.#failing.work = false;
      throw new Error("work failed");
    }
    if (this.#failing.holding) {
      this.#failing.holding = false;
      await new Promise<void>((resolve) => {
        this.#held.push({ release: resolve, done: Promise.resolve() });
      });
    }
    this.world.fault("worker.before-write");
    const generatedRows = await writeSlice(this.#d1.db, unit, stamp);
    this.world.fault("worker.after-write");
    return { generatedRows, warnings: [] };
  }

  /** A message whose consumer fails comes again. */
  async #consume(message: UnitMessage | undefined): Promise<void> {
    if (!message) return;
    let answered = false;
    await this.#survive(async () => {
      await consumeUnit(
        mortalWorker(this.world, (unit) => this.#work(unit)),
        message,
      );
      answered = true;
    });
    if (!answered) this.world.queue.push(message);
  }

  async #hold(message: UnitMessage | undefined): Promise<void> {
    if (!message) return;
    this.#failing.holding = true;
    const before = this.#held.length;
    const done = this.#consume(message);
    const paused = () => this.#held.length > before;
    await Promise.race([done, this.#until(paused)]);
    this.#failing.holding = false;
    const held = this.#held.at(-1);
    if (paused() && held) held.done = done;
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
