import { type Clock, type Db, failureFields, type Ids, type Logger, unavailable } from "#shared";
import { type Batch, EMPTY_BATCH, isActive, type Job } from "./batch.ts";
import { type BatchEvent, step } from "./batch.machine.ts";
import type { UnitMessage } from "./generation.messages.ts";
import type { BatchCommands, Claim, JobsOfBatch, Lease, UnitKey } from "./generation.ports.ts";
import { projectJobs } from "./generation.repository.ts";
import { viewOf } from "./job-view.ts";
import { nextAlarm, tick, toProject, type WakeUp } from "./timers.ts";

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
  save(owner: Owner, before: Batch, after: Batch, alarmAt: number | null): void;
  setAlarm(at: number | null): void;
}

export interface CoordinatorParts {
  db: Db;
  clock: Clock;
  ids: Ids;
  logger: Logger;
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
    this.#batch = stored?.batch ?? EMPTY_BATCH;
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
    this.#store.setAlarm(nextAlarm(this.#batch));
  }

  async cancel(jobs: JobsOfBatch): Promise<void> {
    this.#takeIn(jobs);
    this.#apply(...jobs.seeds.map(({ id }) => ({ type: "cancel", jobId: id }) as const));
    await this.#tell(jobs.seeds.map(({ id }) => id));
  }

  async retry(jobs: JobsOfBatch): Promise<number[]> {
    const idle = jobs.seeds.map(({ id }) => this.#job(id)).filter((job) => !job || !isActive(job));
    const ended = idle.filter((job) => job !== undefined);
    const unknown = jobs.seeds.filter(({ id }) => !this.#job(id)).map(({ id }) => id);
    this.#takeIn(jobs);
    const run = () => this.#parts.ids.uuid();
    this.#apply(...ended.map(({ id }) => ({ type: "retry", jobId: id, run: run() }) as const));
    const going = ended.filter(({ id, run: old }) => this.#job(id)?.run !== old);
    const ids = [...going.map(({ id }) => id), ...unknown];
    await this.#tell(ids);
    return ids;
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
    return { ...unit, attempt, reportType, academyId, alertDay };
  }

  renew = async (lease: Lease) => this.#apply({ type: "renew", ...lease });

  complete: BatchCommands["complete"] = async (lease, { generatedRows, warnings }) =>
    this.#apply({ type: "complete", ...lease, rows: generatedRows, warnings });

  fail: BatchCommands["fail"] = async (lease, code) =>
    this.#apply({ type: "fail", ...lease, code });

  /** Never throws: the platform repeats a failed alarm six times only, and then forgets it. */
  async alarm(): Promise<void> {
    const { clock, logger } = this.#parts;
    this.#store.setAlarm(clock.now() + SAFETY_MS);
    try {
      await this.#project(toProject(this.#batch, clock.now())).catch((error: unknown) => {
        logger.error("generation.projection.failed", failureFields(error));
      });
      await this.#send(this.#tick());
    } catch (error) {
      logger.error("generation.alarm.failed", failureFields(error));
    }
    this.#store.setAlarm(nextAlarm(this.#batch));
  }

  #job(id: number): Job | undefined {
    return this.#batch.jobs.find((job) => job.id === id);
  }

  #takeIn({ tenantId, batchId, seeds }: JobsOfBatch): void {
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

  /** Answers only when D1 shows it. */
  async #tell(ids: readonly number[]): Promise<void> {
    const jobs = ids.map((id) => this.#job(id)).filter((job) => job !== undefined);
    try {
      await this.#project(jobs);
    } catch (error) {
      throw unavailable("Try again shortly", error);
    }
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
