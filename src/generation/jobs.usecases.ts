import { failureFields, MINUTE_MS } from "#shared";
import type { GenerationDeps } from "./generation.ports.ts";
import { childrenOf, findJob, removeJob, staleJobs } from "./generation.repository.ts";
import type { JobRow } from "./generation.table.ts";
import { byBatch, isAcademyJob, isActiveRow } from "./job-rows.ts";

const SWEPT = 200;

type Found<Refusal extends string> =
  | { kind: "not-found" }
  | { kind: Refusal }
  | { kind: "changed"; job: JobRow };

/** The jobs that a command on this one is for: itself, or a parent's children. */
const executed = async (deps: GenerationDeps, job: JobRow): Promise<JobRow[]> =>
  isAcademyJob(job) ? [job] : childrenOf(deps.db, job.tenant_id, job.id);

const canBeRetried = ({ status }: JobRow): boolean =>
  status === "ERROR" || status === "PARTIAL" || status === "CANCELLED";

/** Cancels an active job; when it answers, nothing of it is written any more. */
export async function cancelJob(
  deps: GenerationDeps,
  tenantId: string,
  jobId: number,
): Promise<Found<"terminal">> {
  const job = await findJob(deps.db, tenantId, jobId);
  if (!job) return { kind: "not-found" };
  if (!isActiveRow(job)) return { kind: "terminal" };
  const targets = (await executed(deps, job)).filter(isActiveRow);
  for (const group of byBatch(targets)) {
    await deps.batches(group.tenantId, group.batchId).cancel(group);
  }
  const now = await findJob(deps.db, tenantId, jobId);
  if (!now) return { kind: "not-found" };
  const ids = new Set(targets.map(({ id }) => id));
  const cancelled = (await executed(deps, now)).some(
    ({ id, status }) => ids.has(id) && status === "CANCELLED",
  );
  return cancelled ? { kind: "changed", job: now } : { kind: "terminal" };
}

/** Runs the days of an ended job that are not done; of simultaneous retries one succeeds. */
export async function retryJob(
  deps: GenerationDeps,
  tenantId: string,
  jobId: number,
): Promise<Found<"not-retryable">> {
  const job = await findJob(deps.db, tenantId, jobId);
  if (!job) return { kind: "not-found" };
  if (!canBeRetried(job)) return { kind: "not-retryable" };
  const targets = (await executed(deps, job)).filter(canBeRetried);
  const going: number[] = [];
  for (const group of byBatch(targets)) {
    going.push(...(await deps.batches(group.tenantId, group.batchId).retry(group)));
  }
  if (going.length === 0) return { kind: "not-retryable" };
  const now = await findJob(deps.db, tenantId, jobId);
  return now ? { kind: "changed", job: now } : { kind: "not-found" };
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
  const removed = await removeJob(deps.db, job, deps.clock.now());
  // A retry came between.
  if (removed.length === 0) return "active";
  const ids = new Set(removed.map(({ id }) => id));
  for (const { batchId, seeds } of byBatch(targets.filter(({ id }) => ids.has(id)))) {
    await forget(
      deps,
      tenantId,
      batchId,
      seeds.map(({ id }) => id),
    );
  }
  return "deleted";
}

/** The object learns it anyway: its next projection finds no row. */
async function forget(deps: GenerationDeps, tenantId: string, batchId: string, ids: number[]) {
  await deps
    .batches(tenantId, batchId)
    .forget(ids)
    .catch((error: unknown) => {
      deps.logger.error("generation.forget.failed", failureFields(error));
    });
}

/** Wakes the objects of active jobs that D1 has not heard of for a minute. */
export async function sweepJobs(deps: GenerationDeps): Promise<void> {
  const stale = await staleJobs(deps.db, deps.clock.now() - MINUTE_MS, SWEPT);
  for (const group of byBatch(stale)) {
    await deps
      .batches(group.tenantId, group.batchId)
      .wake(group)
      .catch((error: unknown) => {
        deps.logger.error("generation.wake.failed", failureFields(error));
      });
  }
}
