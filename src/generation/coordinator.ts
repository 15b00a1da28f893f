import { type Clock, type Db, failureFields, type Ids, type Logger, unavailable } from "#shared";
import {
  type Batch,
  canBeRetried,
  type Command,
  EMPTY_BATCH,
  isActiveStatus,
  isDirty,
  type Job,
} from "./batch.ts";
import { type BatchEvent, step } from "./batch.machine.ts";
import type { UnitMessage } from "./generation.messages.ts";
import type { BatchCommands, Claim, JobsOfBatch, Lease, UnitKey } from "./generation.ports.ts";
import { projectJobs } from "./generation.repository.ts";
import { viewOf } from "./job-view.ts";
import { nextAlarm, overAt, tick, toProject, type WakeUp } from "./timers.ts";

/** An alarm that dies midway runs again after this long, whatever the platform does. */
const SAFETY_MS = 5_000;
const PROJECTION_PAUSE_MS = 5_000;

export interface Owner {
  tenantId: string;
  batchId: string;
}

/** What survives a crash. `save` stores a state with its next alarm, both or neither. */
export interface BatchStore {
  load(): { owner: Owner; batch: Batch } | null;
  save(owner: Owner, before: Batch, after: Batch, alarmAt: number): void;
  setAlarm(at: number): void;
  /** Leaves nothing behind, no alarm either. */
  clear(): Promise<void>;
}

export interface CoordinatorParts {
  db: Db;
  clock: Clock;
  ids: Ids;
  logger: Logger;
  leaseMs: number;
  sendMessages(messages: readonly UnitMessage[]): Promise<void>;
}

/** A batch object: the machine, with storage below it and D1 and the queue beside it. */
export class Coordinator implements BatchCommands {
  readonly #store: BatchStore;
  readonly #parts: CoordinatorParts;
  #owner: Owner | null;
  #batch: Batch;

  constructor(store: BatchStore, parts: CoordinatorParts) {
    const stored = store.load();
    this.#store = store;
    this.#parts = parts;
    this.#owner = stored?.owner ?? null;
    this.#batch = { ...(stored?.batch ?? EMPTY_BATCH), leaseMs: parts.leaseMs };
  }

  async start(jobs: JobsOfBatch): Promise<void> {
    this.#takeIn(jobs);
  }

  async wake(jobs: JobsOfBatch): Promise<void> {
    const known = jobs.seeds.filter(({ id }) => this.#job(id));
    this.#takeIn(jobs);
    this.#apply(
      ...known.map(({ id, version }) => ({ type: "doubt", jobId: id, version }) as const),
    );
    // An alarm that the platform lost comes back here.
    if (this.#owner) this.#store.setAlarm(nextAlarm(this.#batch));
  }

  async cancel(jobs: JobsOfBatch): Promise<number[]> {
    const active = jobs.seeds.filter(({ status }) => isActiveStatus(status));
    this.#takeIn({ ...jobs, seeds: active });
    this.#apply(...active.map(({ id }) => ({ type: "cancel", jobId: id }) as const));
    return this.#tellOwed(jobs, "cancel");
  }

  async retry(jobs: JobsOfBatch): Promise<number[]> {
    const ended = jobs.seeds.filter(({ status }) => canBeRetried(status));
    this.#takeIn({ ...jobs, seeds: ended });
    const run = () => this.#parts.ids.uuid();
    this.#apply(...ended.map(({ id }) => ({ type: "retry", jobId: id, run: run() }) as const));
    return this.#tellOwed(jobs, "retry");
  }

  async answered(command: Command, jobIds: readonly number[]): Promise<boolean> {
    return this.#apply(...jobIds.map((jobId) => ({ type: "answered", jobId, command }) as const));
  }

  async forget(jobIds: readonly number[]): Promise<void> {
    this.#apply(...jobIds.map((jobId) => ({ type: "forget", jobId }) as const));
  }

  async claim(unit: UnitKey): Promise<Claim | null> {
    if (!this.#apply({ type: "claim", ...unit })) return null;
    const job = this.#job(unit.jobId);
    const attempt = job?.units.find(({ date }) => date === unit.date)?.attempt;
    if (!job || attempt === undefined) return null;
    const { reportType, academyId, alertDay } = job;
    return { ...unit, attempt, leaseMs: this.#batch.leaseMs, reportType, academyId, alertDay };
  }

  renew = async (lease: Lease) => this.#apply({ type: "renew", ...lease });

  complete: BatchCommands["complete"] = async (lease, { generatedRows, warnings }) =>
    this.#apply({ type: "complete", ...lease, rows: generatedRows, warnings });

  fail: BatchCommands["fail"] = async (lease, code) =>
    this.#apply({ type: "fail", ...lease, code });

  /** Never throws: the platform repeats a failed alarm six times only, and then forgets it. */
  async alarm(): Promise<void> {
    const { clock, logger } = this.#parts;
    if (!this.#owner) return;
    this.#store.setAlarm(clock.now() + SAFETY_MS);
    try {
      await this.#project(toProject(this.#batch, clock.now())).catch((error: unknown) => {
        logger.error("generation.projection.failed", failureFields(error));
      });
      await this.#send(this.#tick());
    } catch (error) {
      logger.error("generation.alarm.failed", failureFields(error));
    }
    if (overAt(this.#batch) <= clock.now()) return this.#clear();
    this.#store.setAlarm(nextAlarm(this.#batch));
  }

  /** An object that knows nothing stores nothing: jobs of D1 that need it bring all that it needs. */
  #clear(): Promise<void> {
    this.#owner = null;
    this.#batch = { ...EMPTY_BATCH, leaseMs: this.#parts.leaseMs };
    return this.#store.clear();
  }

  #job(id: number): Job | undefined {
    return this.#batch.jobs.find((job) => job.id === id);
  }

  #takeIn({ tenantId, batchId, seeds }: JobsOfBatch): void {
    if (seeds.length === 0) return;
    this.#owner ??= { tenantId, batchId };
    const run = () => this.#parts.ids.uuid();
    this.#apply(...seeds.map((seed) => ({ type: "start", seed, run: run() }) as const));
  }

  /** One tick: state and alarm are stored together before anything else happens. */
  #apply(...events: BatchEvent[]): boolean {
    const now = this.#parts.clock.now();
    return this.#become(events.reduce((batch, event) => step(batch, event, now), this.#batch));
  }

  #become(next: Batch): boolean {
    if (next === this.#batch || !this.#owner) return false;
    this.#store.save(this.#owner, this.#batch, next, nextAlarm(next));
    this.#batch = next;
    return true;
  }

  #tick(): WakeUp[] {
    const { batch, wakeUps } = tick(this.#batch, this.#parts.clock.now());
    this.#become(batch);
    return wakeUps;
  }

  async #send(wakeUps: readonly WakeUp[]): Promise<void> {
    if (wakeUps.length === 0 || !this.#owner) return;
    const { tenantId, batchId } = this.#owner;
    await this.#parts.sendMessages(
      wakeUps.map(({ jobId, run, date }) => ({
        v: 1,
        tenant_id: tenantId,
        batch_id: batchId,
        job_id: jobId,
        run,
        date,
      })),
    );
  }

  /** Answers only when D1 shows it, and what else it has not heard of these jobs. */
  async #tellOwed({ seeds }: JobsOfBatch, command: Command): Promise<number[]> {
    const jobs = seeds.map(({ id }) => this.#job(id)).filter((job) => job !== undefined);
    const owed = jobs.filter((job) => job.owed === command);
    try {
      await this.#project(jobs.filter((job) => job.owed === command || isDirty(job)));
    } catch (error) {
      throw unavailable("Try again shortly", error);
    }
    return owed.map(({ id }) => id);
  }

  async #project(jobs: readonly Job[]): Promise<void> {
    if (jobs.length === 0 || !this.#owner) return;
    const { db, clock } = this.#parts;
    try {
      const gone = await projectJobs(db, this.#owner.tenantId, jobs.map(viewOf), clock.now());
      const told = jobs.map(
        ({ id, version }) => ({ type: "projected", jobId: id, version }) as const,
      );
      this.#apply(...told, ...gone.map((jobId) => ({ type: "forget", jobId }) as const));
    } catch (error) {
      const retryAt = clock.now() + PROJECTION_PAUSE_MS;
      this.#apply({ type: "projection-failed", retryAt });
      throw error;
    }
  }
}
