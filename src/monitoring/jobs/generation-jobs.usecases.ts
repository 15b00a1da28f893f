import { cancelJob, deleteJob, type JobRow, retryJob, startGeneration } from "#generation";
import { type Principal, utcDate } from "#shared";
import { fault, invalidBody } from "../errors/fault.ts";
import type { MonitoringDeps } from "../monitoring.ports.ts";
import type { AcademyScope } from "../scope/academy-scope.ts";
import { findIncludedAcademies } from "./find-job.query.ts";
import { type GenerationPlan, MAX_DAYS, planGeneration } from "./generation-plan.ts";
import { asCreated, jobDetail, type StoredJob, storedJob } from "./job-fields.ts";

type JobDetail = ReturnType<typeof jobDetail>;

function refusal(plan: Exclude<GenerationPlan, { kind: "plan" }>) {
  if (plan.kind === "invalid-body") return invalidBody(plan.problems);
  if (plan.kind === "date-range-too-large") return fault(plan.kind, { max: MAX_DAYS });
  return fault(plan.kind, {});
}

async function withAcademies({ db }: MonitoringDeps, row: JobRow): Promise<StoredJob> {
  const isParent = row.academy_id === null;
  return storedJob(row, isParent ? await findIncludedAcademies(db, row.tenant_id, row.id) : null);
}

/** Who asks for which generation. */
interface Wish {
  principal: Principal;
  scope: AcademyScope;
  reportType: string;
  body: Record<string, unknown>;
  now: number;
}

/** @throws what is wrong with the body: see `planGeneration` */
export async function generate(
  deps: MonitoringDeps,
  { principal, scope, reportType, body, now }: Wish,
): Promise<{ created: boolean; answer: JobDetail | JobDetail[] }> {
  const plan = planGeneration(body, utcDate(now), scope.ids);
  if (plan.kind !== "plan") throw refusal(plan);
  const { sentDates, dateStart, dateEnd, force } = plan;
  const started = await startGeneration(deps, principal.tenantId, {
    reportType,
    dateStart,
    dateEnd,
    force,
    requestedById: principal.userId,
    params: {
      ...sentDates,
      requested_academy_ids: scope.requested,
      applied_academy_ids: scope.ids,
      resolution: scope.resolution,
    },
  });
  const { created } = started;
  if (started.kind === "jobs") {
    return { created, answer: started.jobs.map((job) => jobDetail(storedJob(job, null))) };
  }
  const job = await withAcademies(deps, started.job);
  return { created, answer: jobDetail(created ? asCreated(job) : job) };
}

const missing = () => fault("report-generation-job-not-found", {});

/** @throws cannot-cancel-terminal-report-generation-job */
export async function cancel(deps: MonitoringDeps, tenantId: string, job: StoredJob) {
  const outcome = await cancelJob(deps, tenantId, job.id);
  if (outcome.kind === "not-found") throw missing();
  if (outcome.kind === "terminal") throw fault("cannot-cancel-terminal-report-generation-job", {});
  return jobDetail(storedJob(outcome.job, job.included_academies));
}

/** @throws cannot-retry-report-generation-job */
export async function retry(deps: MonitoringDeps, tenantId: string, job: StoredJob) {
  const outcome = await retryJob(deps, tenantId, job.id);
  if (outcome.kind === "not-found") throw missing();
  if (outcome.kind === "not-retryable") throw fault("cannot-retry-report-generation-job", {});
  return jobDetail(storedJob(outcome.job, job.included_academies));
}

/** @throws cannot-delete-active-report-generation-job, cannot-delete-parent-with-active-children */
export async function remove(deps: MonitoringDeps, tenantId: string, job: StoredJob) {
  const outcome = await deleteJob(deps, tenantId, job.id);
  if (outcome === "not-found") throw missing();
  if (outcome === "active") throw fault("cannot-delete-active-report-generation-job", {});
  if (outcome === "active-children") throw fault("cannot-delete-parent-with-active-children", {});
}
