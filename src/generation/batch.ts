export const IN_FLIGHT = 8;
export const MAX_ATTEMPTS = 3;
export const GIVE_UP_MS = 24 * 60 * 60_000;
export const REFRESH_MS = 30_000;
/** How long a batch object keeps jobs that have ended; later D1 alone knows them. */
export const KEEP_MS = 30 * 24 * 60 * 60_000;

/** How long a change may wait for others before it is projected. */
export const GATHER_MS = 500;

export interface Warning {
  code: string;
  date: string;
  count: number;
}

export type FailureCode =
  | "generator-failed"
  | "storage-unavailable"
  | "worker-lost"
  | "not-delivered";

type UnitState = "waiting" | "sent" | "leased" | "done" | "error" | "cancelled";

/** The work of one job on one day. */
export interface Unit {
  date: string;
  state: UnitState;
  /** Claims so far in this run; with the run it names one lease and fences what is late. */
  attempt: number;
  /** When time changes it: waiting: due; sent: sent again; leased: the lease ends. */
  at: number;
  /** Messages sent for the coming attempt, and when the first of them was. */
  sends: number;
  sentAt: number;
  rows: number;
  warnings: readonly Warning[];
  error: FailureCode | null;
}

export type Command = "cancel" | "retry";

export interface Job {
  id: number;
  reportType: string;
  academyId: number;
  /** The one day whose unit evaluates alerts. */
  alertDay: string | null;
  run: string;
  units: readonly Unit[];
  /** Whether a unit was ever claimed: from then on the total is told. */
  begun: boolean;
  startedAt: number | null;
  finishedAt: number | null;
  version: number;
  /** When the oldest change that D1 has not heard of happened. */
  dirtySince: number;
  /** The version in which D1 hears of the run. Nothing is sent before, for writes check the run. */
  runVersion: number;
  /** The command that took effect and whose caller was not told so: a repeat of it succeeds. */
  owed: Command | null;
  projected: number;
  projectedAt: number;
}

export interface Batch {
  /** How long a claim holds. Messages are sent again after a quarter of it, a half, one, two … five. */
  leaseMs: number;
  jobs: readonly Job[];
  /** No projection before this instant: the last one failed. */
  projectAfter: number;
}

export const EMPTY_BATCH: Batch = { leaseMs: 120_000, jobs: [], projectAfter: 0 };

export type JobStatus = "PENDING" | "RUNNING" | "DONE" | "PARTIAL" | "ERROR" | "CANCELLED";

export const isOpen = ({ state }: Unit): boolean =>
  state === "waiting" || state === "sent" || state === "leased";

export const isFinished = ({ state }: Unit): boolean => state === "done" || state === "error";

export const inFlight = ({ jobs }: Batch): number =>
  jobs.flatMap(({ units }) => units).filter(({ state }) => state === "sent" || state === "leased")
    .length;

export const generatedRows = ({ units }: Job): number =>
  units.reduce((sum, { state, rows }) => sum + (state === "done" ? rows : 0), 0);

export function statusOf(job: Job): JobStatus {
  if (job.units.some(isOpen)) return job.startedAt === null ? "PENDING" : "RUNNING";
  if (job.units.some(({ state }) => state === "cancelled")) return "CANCELLED";
  if (job.units.every(({ state }) => state === "done")) return "DONE";
  return generatedRows(job) > 0 ? "PARTIAL" : "ERROR";
}

export const isActiveStatus = (status: JobStatus): boolean =>
  status === "PENDING" || status === "RUNNING";

export const canBeRetried = (status: JobStatus): boolean =>
  !isActiveStatus(status) && status !== "DONE";

export const isActive = (job: Job): boolean => job.units.some(isOpen);

/** D1 has not heard of its last change. */
export const isDirty = (job: Job): boolean => job.version > job.projected;
