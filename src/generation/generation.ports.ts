import type { SQL } from "drizzle-orm";
import type { Clock, Db, Ids, Logger } from "#shared";
import type { Command, FailureCode, Warning } from "./batch.ts";
import type { JobSeed } from "./job-seed.ts";

/** Which jobs a command is about, with all that a batch object needs to take in a job unknown to it. */
export interface JobsOfBatch {
  tenantId: string;
  batchId: string;
  seeds: readonly JobSeed[];
}

export interface UnitKey {
  jobId: number;
  run: string;
  date: string;
}

export interface Lease extends UnitKey {
  attempt: number;
}

/** A claimed unit. */
export interface Claim extends Lease {
  leaseMs: number;
  reportType: string;
  academyId: number;
  alertDay: string | null;
}

export interface UnitOutcome {
  generatedRows: number;
  warnings: readonly Warning[];
}

/** What a batch object does. Every command may safely be repeated. */
export interface BatchCommands {
  start(jobs: JobsOfBatch): Promise<void>;
  /** As start; and what it knew already is told to D1 again. */
  wake(jobs: JobsOfBatch): Promise<void>;
  /**
   * Cancels what is active. When it returns, D1 shows it.
   * @returns the jobs that this or an earlier cancel ended without its caller having been told.
   */
  cancel(jobs: JobsOfBatch): Promise<number[]>;
  /**
   * Sets going what D1 shows as ended and not DONE. When it returns, D1 shows it.
   * @returns the jobs that this or an earlier retry set going without its caller having been told.
   */
  retry(jobs: JobsOfBatch): Promise<number[]>;
  /** Before a cancel or retry is answered. @returns true to the first who comes to answer it. */
  answered(command: Command, jobIds: readonly number[]): Promise<boolean>;
  forget(jobIds: readonly number[]): Promise<void>;
  claim(unit: UnitKey): Promise<Claim | null>;
  renew(lease: Lease): Promise<boolean>;
  complete(lease: Lease, outcome: UnitOutcome): Promise<boolean>;
  fail(lease: Lease, code: FailureCode): Promise<boolean>;
}

/** The object of a batch. */
export type Batches = (tenantId: string, batchId: string) => BatchCommands;

/** One day of one job. */
interface UnitOfWork {
  tenantId: string;
  reportType: string;
  academyId: number;
  date: string;
  now: number;
  /** The database's clock when reading began: a write changes nothing if coverage has a newer one. */
  readAt: number;
  /** Whether this day evaluates alerts: one day of a job does. */
  alertDay: boolean;
  /**
   * A condition for every statement of the write. It holds while the job is active under its run,
   * so that nothing is written after a cancel, a retry or a deletion was answered.
   */
  guard: SQL;
}

/** Writes the rows of one day. Fenced by newer coverage, it answers with the rows stored there. */
export type UnitWork = (unit: UnitOfWork) => Promise<UnitOutcome>;

export interface GenerationDeps {
  db: Db;
  clock: Clock;
  ids: Ids;
  logger: Logger;
  batches: Batches;
  /** By report type. */
  unitWork: Readonly<Record<string, UnitWork>>;
}
