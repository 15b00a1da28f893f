import { type Clock, type Db, failureFields, type Ids, type Logger, unavailable } from "#shared";
import type { DocumentMessage } from "../documents.messages.ts";
import type { Claim, QueueCommands } from "../documents.ports.ts";
import type { Failure } from "../document-error.ts";
import { tellChanges } from "./queue.repository.ts";
import { type Claimed, type QueueEvent, type Seed, step, wakeUps } from "./queue.machine.ts";
import { emptyQueue, inOrder, nextAlarm, type Queue, type StoredQueue } from "./queue.ts";

/** An alarm that dies midway runs again after this long, whatever the platform does. */
const SAFETY_MS = 5_000;
const TELLING_PAUSE_MS = 5_000;

/** What survives a crash. `save` stores a state with its next alarm, both or neither. */
export interface QueueStore {
  load(): StoredQueue;
  save(before: Queue, after: Queue, alarmAt: number | null): void;
  setAlarm(at: number | null): void;
}

export interface QueueParts {
  name: string;
  workers: number;
  leaseMs: number;
  db: Db;
  clock: Clock;
  ids: Ids;
  logger: Logger;
  sendMessages(messages: readonly DocumentMessage[]): Promise<void>;
}

/** A queue object: the machine, with storage below it and D1 and the messages beside it. */
export class QueueKeeper implements QueueCommands {
  readonly #store: QueueStore;
  readonly #parts: QueueParts;
  #queue: Queue;

  constructor(store: QueueStore, parts: QueueParts) {
    this.#store = store;
    this.#parts = parts;
    const loaded = store.load();
    const entries = loaded.entries.toSorted(inOrder);
    this.#queue = { ...emptyQueue(parts.workers, parts.leaseMs), ...loaded, entries };
  }

  async enqueue(seeds: readonly Seed[]): Promise<void> {
    this.#apply(...seeds.map((seed) => ({ type: "enqueue", seed }) as const));
    // An alarm that the platform lost comes back here.
    this.#store.setAlarm(nextAlarm(this.#queue));
    // What could not be told now is told by the alarm: the queue knows the documents.
    await this.#tell().catch(() => {});
  }

  async claim(): Promise<Claim | null> {
    const token = this.#parts.ids.uuid();
    this.#apply({ type: "claim", token });
    await this.#tellOr503();
    const entry = this.#queue.entries.find(({ lease }) => lease?.token === token);
    if (!entry) return null;
    const { tenantId, documentId, attempt, run } = entry;
    return { tenantId, documentId, attempt, token, run };
  }

  async report(claimed: Claimed, progress: number): Promise<boolean> {
    this.#apply({ type: "report", ...claimed, progress });
    // The lease is what matters; progress that cannot be told now is told by the alarm.
    await this.#tell().catch(() => {});
    return this.#holds(claimed);
  }

  async fail(claimed: Claimed, { code, retryAfterSeconds }: Failure): Promise<boolean> {
    const heard = this.#apply({ type: "fail", ...claimed, code, retryAfterSeconds });
    await this.#tell().catch(() => {});
    return heard;
  }

  async complete(claimed: Claimed): Promise<void> {
    this.#apply({ type: "complete", ...claimed });
  }

  /** Answers only when D1 shows it. */
  async cancel(seed: Seed): Promise<boolean> {
    this.#apply({ type: "cancel", seed });
    const ended = await this.#tellOr503();
    return ended.some((id) => id === seed.documentId);
  }

  async forget(tenantId: string, documentId: string, run: number): Promise<void> {
    this.#apply({ type: "forget", tenantId, documentId, run });
  }

  async ping(): Promise<void> {}

  /** Never throws: the platform repeats a failed alarm six times only, and then forgets it. */
  async alarm(): Promise<void> {
    const { clock, logger } = this.#parts;
    this.#store.setAlarm(clock.now() + SAFETY_MS);
    try {
      this.#apply({ type: "tick" });
      await this.#tell().catch(() => {});
      await this.#wake();
    } catch (error) {
      logger.error("documents.alarm.failed", failureFields(error));
    }
    this.#store.setAlarm(nextAlarm(this.#queue));
  }

  #holds({ tenantId, documentId, attempt, token }: Claimed): boolean {
    const now = this.#parts.clock.now();
    return this.#queue.entries.some(
      (entry) =>
        entry.documentId === documentId &&
        entry.tenantId === tenantId &&
        entry.attempt === attempt &&
        entry.lease?.token === token &&
        entry.lease.until > now,
    );
  }

  /** One tick: state and alarm are stored together before anything else happens. */
  #apply(...events: QueueEvent[]): boolean {
    const now = this.#parts.clock.now();
    const next = events.reduce((queue, event) => step(queue, event, now), this.#queue);
    if (next === this.#queue) return false;
    this.#store.save(this.#queue, next, nextAlarm(next));
    this.#queue = next;
    return true;
  }

  async #wake(): Promise<void> {
    const count = wakeUps(this.#queue, this.#parts.clock.now());
    if (count === 0) return;
    this.#apply({ type: "woke" });
    const wake = { v: 1, kind: "wake", queue: this.#parts.name } as const;
    await this.#parts.sendMessages(Array.from({ length: count }, () => wake));
  }

  async #tellOr503(): Promise<string[]> {
    try {
      return await this.#tell();
    } catch (error) {
      throw unavailable("Try again shortly", error);
    }
  }

  /** @returns the documents that D1 now shows as the outbox had them. */
  async #tell(): Promise<string[]> {
    const changes = this.#queue.outbox;
    if (changes.length === 0) return [];
    try {
      const { told, gone } = await tellChanges(this.#parts.db, changes);
      this.#apply(
        ...told.map((change) => ({ ...change, type: "told" }) as const),
        ...gone.map((change) => ({ ...change, type: "forget" }) as const),
      );
      return told.map(({ documentId }) => documentId);
    } catch (error) {
      this.#parts.logger.error("documents.telling.failed", failureFields(error));
      this.#apply({ type: "telling-failed", retryAt: this.#parts.clock.now() + TELLING_PAUSE_MS });
      throw error;
    }
  }
}
