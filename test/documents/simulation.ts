import { env } from "cloudflare:test";
import { guardD1, toAppError } from "#shared";
import { createFaultyD1 } from "../generation/faulty-d1.ts";
import { DocumentError } from "../../src/documents/document-error.ts";
import { createFakeGenerator, type FakeGenerator } from "./fakes.ts";
import { listen } from "./transitions-kit.ts";
import {
  act,
  Crash,
  createWorld,
  deliver,
  fire,
  json,
  newCaller,
  post,
  REPORTS,
  sweep,
  wish,
  type Caller,
  type World,
} from "./world.ts";

export const POINTS = [
  "object.before-save",
  "object.after-save",
  "queue.before-send",
  "queue.after-send",
  "worker.before-complete",
] as const;

export type Action =
  | { do: "post"; priority: string }
  | { do: "fire" | "sweep" | "crash" | "work-fails" | "work-is-refused" }
  | { do: "pass"; ms: number }
  | { do: "deliver" | "drop" | "double" | "cancel" | "retry" | "cancel-while-working"; at: number }
  | { do: "fault"; point: (typeof POINTS)[number]; after: number }
  | { do: "d1-fails"; calls: number; when: "before" | "after" };

/** Documents under faults, and what callers were told of them. */
export class Simulation {
  readonly cancelled = new Set<string>();
  readonly #d1 = createFaultyD1(env.DB);
  readonly #generator: FakeGenerator;
  readonly world: World;
  #caller: Caller | null = null;
  #ids: string[] = [];
  #failing: DocumentError | null = null;
  #cancelling: string | null = null;

  constructor() {
    this.#generator = createFakeGenerator(["One", "Two"]);
    this.#generator.before = () => this.#duringWork();
    const generators = { conversational: this.#generator };
    this.world = createWorld({ generators, db: guardD1(this.#d1.db) });
    const { queues } = this.world.deps;
    this.world.deps.queues = (name) => ({
      ...queues(name),
      complete: async (claimed) => {
        this.world.fault("worker.before-complete");
        await queues(name).complete(claimed);
      },
    });
  }

  get caller(): Caller {
    if (!this.#caller) throw new Error("not begun");
    return this.#caller;
  }

  async run(actions: readonly Action[]): Promise<void> {
    this.#caller = await newCaller(this.world);
    await listen(this.#caller.tenantId, `key:${this.#caller.keyId}`);
    for (const action of actions) await this.#survive(() => this.#act(action));
  }

  /** No more faults: from here everything has to come to its end by itself. */
  async settle(): Promise<void> {
    this.#failing = null;
    this.world.fault = () => {};
    this.#d1.heal();
    for (let round = 0; round < 400; round++) {
      await fire(this.world);
      while (this.world.messages.length > 0) await deliver(this.world);
      if (this.world.disk.alarmAt === null && (await this.#active()) === 0) return;
      const next = this.world.disk.alarmAt ?? Infinity;
      this.world.now = Math.max(this.world.now + 1, Math.min(next, this.world.now + 61_000));
      await sweep(this.world);
    }
    throw new Error("a document stays active for ever");
  }

  async #active(): Promise<number> {
    const count = env.DB.prepare(
      "SELECT count(*) AS n FROM documents WHERE status IN ('pending', 'queued', 'processing')",
    );
    return (await count.first<number>("n")) ?? 0;
  }

  async #duringWork(): Promise<void> {
    const cancelling = this.#cancelling;
    this.#cancelling = null;
    if (cancelling !== null) await this.#cancel(cancelling);
    const failing = this.#failing;
    this.#failing = null;
    if (failing) throw failing;
  }

  /** Calls that die or find the database down: their caller hears of nothing. */
  async #survive(run: () => Promise<unknown>): Promise<void> {
    try {
      await run();
    } catch (error) {
      const isOutage = toAppError(error).code === "SERVICE_UNAVAILABLE";
      if (!(error instanceof Crash) && !isOutage) throw error;
    }
  }

  #pick = (at: number): string | undefined => this.#ids[at % Math.max(this.#ids.length, 1)];

  async #cancel(id: string): Promise<void> {
    const response = await act(this.world, this.caller.key, id, "cancel");
    if (response.status === 200) this.cancelled.add(id);
  }

  #arm(point: string, after: number): void {
    let left = after;
    this.world.fault = (name) => {
      if (name !== point || --left > 0) return;
      this.world.fault = () => {};
      this.world.crash();
      throw new Crash(name);
    };
  }

  async #deliver(at: number): Promise<void> {
    const { messages } = this.world;
    const [message] = messages.splice(at % Math.max(messages.length, 1), 1);
    if (!message) return;
    try {
      await deliver(this.world, message);
    } catch (error) {
      // A message whose consumer fails comes again.
      messages.push(message);
      throw error;
    }
  }

  async #post(priority: string): Promise<void> {
    const response = await post(this.world, this.caller.key, wish({ priority }));
    if (response.status !== 201) return;
    this.#ids.push((await json(response)).data.report.id);
  }

  async #command(action: Extract<Action, { at: number }>): Promise<void> {
    const { world } = this;
    const id = this.#pick(action.at);
    switch (action.do) {
      case "deliver":
        return this.#deliver(action.at);
      case "drop":
        world.messages.splice(action.at % Math.max(world.messages.length, 1), 1);
        return;
      case "double":
        world.messages.push(...world.messages.slice(0, 1 + (action.at % 3)));
        return;
      case "cancel-while-working":
        this.#cancelling = id ?? null;
        return;
      case "cancel":
        if (id !== undefined) await this.#cancel(id);
        return;
      default:
        if (id !== undefined) await act(world, this.caller.key, id, "retry");
    }
  }

  async #act(action: Action): Promise<void> {
    const { world } = this;
    if ("at" in action) return this.#command(action);
    switch (action.do) {
      case "post":
        return this.#post(action.priority);
      case "fire":
        return fire(world);
      case "sweep":
        return sweep(world);
      case "pass":
        world.now += action.ms;
        return;
      case "crash":
        world.crash();
        return;
      case "fault":
        return this.#arm(action.point, action.after);
      case "d1-fails":
        return this.#d1.failAt(action.calls, action.when);
      default:
        this.#failing = new DocumentError(
          action.do === "work-fails" ? "MODEL_UNAVAILABLE" : "CONTENT_REFUSED",
        );
    }
  }

  reports = async () =>
    (await json(await this.world.server.request(REPORTS, { key: this.caller.key }))).data.reports;
}
