import { failureFields, toAppError } from "#shared";
import { unitMessage } from "./generation.messages.ts";
import type { BatchCommands, Claim, GenerationDeps, UnitOutcome } from "./generation.ports.ts";
import { beginUnit, stillActive } from "./generation.repository.ts";

const RENEWALS_A_LEASE = 4;

/**
 * Keeps a lease while the work goes on. A renewal that fails is made up for by the next; one that is
 * refused ends the waiting: what still comes of the work will not count.
 */
async function withLease<T>(
  batch: BatchCommands,
  claim: Claim,
  work: () => Promise<T>,
): Promise<T | "refused"> {
  const { promise: refusal, resolve } = Promise.withResolvers<"refused">();
  const renew = async () => {
    const isOurs = await batch.renew(leaseOf(claim)).catch(() => true);
    if (!isOurs) resolve("refused");
  };
  const timer = setInterval(() => void renew(), claim.leaseMs / RENEWALS_A_LEASE);
  try {
    return await Promise.race([work(), refusal]);
  } finally {
    clearInterval(timer);
  }
}

const leaseOf = ({ jobId, run, date, attempt }: Claim) => ({ jobId, run, date, attempt });

/** The work of a claimed unit, fenced; null when D1 does not know the job as active. */
async function workOn(
  deps: GenerationDeps,
  tenantId: string,
  claim: Claim,
): Promise<UnitOutcome | null> {
  const readAt = await beginUnit(deps.db, tenantId, claim);
  if (readAt === null) return null;
  const { reportType, academyId, date } = claim;
  const work = deps.unitWork[reportType];
  if (!work) throw new Error(`nothing generates ${reportType}`);
  return await work({
    tenantId,
    reportType,
    academyId,
    date,
    now: deps.clock.now(),
    readAt,
    alertDay: claim.alertDay === date,
    guard: stillActive(tenantId, claim),
  });
}

const isOutage = (error: unknown): boolean => toAppError(error).code === "SERVICE_UNAVAILABLE";

/** Works on the unit that a message names. @returns false when it names none. */
export async function consumeUnit(deps: GenerationDeps, body: unknown): Promise<boolean> {
  const message = unitMessage.safeParse(body);
  if (!message.success) return false;
  const { tenant_id: tenantId, batch_id, job_id: jobId, run, date } = message.data;
  const batch = deps.batches(tenantId, batch_id);
  const claim = await batch.claim({ jobId, run, date });
  if (!claim) return true;
  try {
    const outcome = await withLease(batch, claim, () => workOn(deps, tenantId, claim));
    if (outcome === "refused")
      deps.logger.info("generation.lease.refused", { job_id: jobId, date });
    else if (outcome) await batch.complete(leaseOf(claim), outcome);
    else await batch.fail(leaseOf(claim), "storage-unavailable");
  } catch (error) {
    deps.logger.error("generation.unit.failed", { job_id: jobId, date, ...failureFields(error) });
    const code = isOutage(error) ? "storage-unavailable" : "generator-failed";
    await batch.fail(leaseOf(claim), code);
  }
  return true;
}

/**
 * A message that could not be worked on often enough. Its unit is sent again by its object in any
 * case; this makes sure that the object is awake. @returns false when the message names none.
 */
export async function noteDeadUnit(deps: GenerationDeps, body: unknown): Promise<boolean> {
  const message = unitMessage.safeParse(body);
  if (!message.success) return false;
  const { tenant_id: tenantId, batch_id: batchId, job_id } = message.data;
  deps.logger.error("generation.message.dead-lettered", { job_id, batch_id: batchId });
  await deps.batches(tenantId, batchId).wake({ tenantId, batchId, seeds: [] });
  return true;
}
