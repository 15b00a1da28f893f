import { failureFields, MINUTE_MS } from "#shared";
import { canBeRetried, type Command } from "./batch.ts";
import type { GenerationDeps } from "./generation.ports.ts";
import { childrenOf, findJob, removeJob, staleJobs } from "./generation.repository.ts";
import type { JobRow } from "./generation.table.ts";
import { byBatch, isAcademyJob, isActiveRow } from "./job-rows.ts";

const SWEPT = 200;

type Found<Refusal extends string> =
  | { kind: "not-found" }
  | { kind: Refusal }
  | { kind: "changed"; job: JobRow };

/** For what is done again, or put right, in another way. */
const unlessAway = (deps: GenerationDeps, event: string, doing: Promise<unknown>) =>
  doing.catch((error: unknown) => deps.logger.error(event, failureFields(error)));

const isRetryableRow = ({ status }: JobRow): boolean => canBeRetried(status);
const isNotRetryable = (row: JobRow): boolean => !isRetryableRow(row);

/** The jobs that a command on this one is for: itself, or a parent's children. */
const executed = async (deps: GenerationDeps, job: JobRow): Promise<JobRow[]> =>
  isAcademyJob(job) ? [job] : childrenOf(deps.db, job.tenant_id, job.id);

/** Gives a command to the batches of these jobs. @returns those whose caller is to be told of it. */
async function command(
  deps: GenerationDeps,
  verb: Command,
  jobs: readonly JobRow[],
): Promise<JobRow[]> {
  const owed = new Set<number>();
  for (const group of byBatch(jobs)) {
    const batch = deps.batches(group.tenantId, group.batchId);
    for (const id of await batch[verb](group)) owed.add(id);
  }
  return jobs.filter(({ id }) => owed.has(id));
}

/** Before an answer is given: of simultaneous callers one may. The first batch decides. */
async function isOursToAnswer(
  deps: GenerationDeps,
  verb: Command,
  owed: readonly JobRow[],
): Promise<boolean> {
  const groups = byBatch(owed.toSorted((a, b) => a.id - b.id));
  for (const [at, { tenantId, batchId, seeds }] of groups.entries()) {
    const ids = seeds.map(({ id }) => id);
    const answering = deps.batches(tenantId, batchId).answered(verb, ids);
    if (at > 0) await unlessAway(deps, "generation.answer.failed", answering);
    else if (!(await answering)) return false;
  }
  return owed.length > 0;
}

/** Cancels an active job; when it answers, nothing of it is written any more. */
export async function cancelJob(
  deps: GenerationDeps,
  tenantId: string,
  jobId: number,
): Promise<Found<"terminal">> {
  const job = await findJob(deps.db, tenantId, jobId);
  if (!job) return { kind: "not-found" };
  const cancelled = await command(deps, "cancel", await executed(deps, job));
  if (cancelled.length === 0) return { kind: "terminal" };
  const now = await findJob(deps.db, tenantId, jobId);
  if (!now) return { kind: "not-found" };
  await isOursToAnswer(deps, "cancel", cancelled);
  return { kind: "changed", job: now };
}

/** Sets going what a retry of this job is for; null when another retry has done so. */
async function setGoingAgain(deps: GenerationDeps, job: JobRow): Promise<JobRow[] | null> {
  const jobs = await executed(deps, job);
  const active = jobs.filter(isActiveRow);
  const ended = jobs.filter(isRetryableRow);
  // A job that is not retryable may have been: then a retry set it going and could not say so.
  const isRepeat = !isRetryableRow(job);
  const going = await command(deps, "retry", isRepeat ? jobs.filter(isNotRetryable) : active);
  if (!active.every((one) => going.includes(one))) return null;
  if (isRepeat && going.length === 0) return null;
  const again = await command(deps, "retry", ended);
  return again.length === ended.length ? [...going, ...again] : null;
}

/**
 * Runs the days of an ended job that are not done. Of simultaneous retries one succeeds; one that
 * failed with SERVICE_UNAVAILABLE succeeds when it is repeated, whatever the job has come to.
 */
export async function retryJob(
  deps: GenerationDeps,
  tenantId: string,
  jobId: number,
): Promise<Found<"not-retryable">> {
  const job = await findJob(deps.db, tenantId, jobId);
  if (!job) return { kind: "not-found" };
  const going = await setGoingAgain(deps, job);
  if (!going) return { kind: "not-retryable" };
  const now = await findJob(deps.db, tenantId, jobId);
  if (!now) return { kind: "not-found" };
  const ours = await isOursToAnswer(deps, "retry", going);
  return ours ? { kind: "changed", job: now } : { kind: "not-retryable" };
}

/** Deletes an ended job with its children; their rows, alerts and coverage stay. */
export async function deleteJob(
  deps: GenerationDeps,
  tenantId: string,
  jobId: number,
): Promise<"deleted" | "not-found" | "active" | "active-children"> {
  const job = await findJob(deps.db, tenantId, jobId);
  if (!job) return "not-found";
  if (isActiveRow(job)) return "active";
  const targets = await executed(deps, job);
  if (targets.some(isActiveRow)) return "active-children";
  // A retry may have come between.
  if (!(await removeJob(deps.db, job, deps.clock.now()))) return "active";
  for (const { batchId, seeds } of byBatch(targets)) {
    const forgetting = deps.batches(tenantId, batchId).forget(seeds.map(({ id }) => id));
    // The object learns it anyway: its next projection finds no row.
    await unlessAway(deps, "generation.forget.failed", forgetting);
  }
  return "deleted";
}

/** Wakes the objects of active jobs that D1 has not heard of for a minute. */
export async function sweepJobs(deps: GenerationDeps): Promise<void> {
  const stale = await staleJobs(deps.db, deps.clock.now() - MINUTE_MS, SWEPT);
  for (const group of byBatch(stale)) {
    const waking = deps.batches(group.tenantId, group.batchId).wake(group);
    await unlessAway(deps, "generation.wake.failed", waking);
  }
}
