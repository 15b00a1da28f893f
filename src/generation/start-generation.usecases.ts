import { AppError, failureFields, sha256Hex } from "#shared";
import { createFamily, createStandalones, type NewJobs } from "./create-jobs.repository.ts";
import type { GenerationDeps } from "./generation.ports.ts";
import type { JobParams, JobRow } from "./generation.table.ts";
import { byBatch } from "./job-rows.ts";

export interface GenerationRequest {
  reportType: string;
  /** The days, both included, that the dates in `params` come to. */
  dateStart: string;
  dateEnd: string;
  force: boolean;
  requestedById: string | null;
  params: JobParams;
}

/** What a request came to. `created`: something new was made, not only found or adopted. */
export type Started =
  | { kind: "job"; created: boolean; job: JobRow }
  | { kind: "jobs"; created: boolean; jobs: JobRow[] };

const fingerprintOf = (request: GenerationRequest, academyIds: readonly number[]) => {
  const ids = academyIds.toSorted((a, b) => a - b).join(",");
  return sha256Hex(
    `report-job/1|${request.reportType}|${ids}|${request.dateStart}|${request.dateEnd}`,
  );
};

const missing = () => new AppError("INTERNAL_ERROR", "A job was neither made nor found");

/** Tells the batch object of its jobs. If that fails the sweep does it: the rows are committed. */
async function setGoing(deps: GenerationDeps, jobs: readonly JobRow[]): Promise<void> {
  for (const group of byBatch(jobs)) {
    await deps
      .batches(group.tenantId, group.batchId)
      .start(group)
      .catch((error: unknown) => {
        deps.logger.error("generation.start.failed", failureFields(error));
      });
  }
}

/** Finds the active jobs that do what is asked for, or makes them and sets them going. */
export async function startGeneration(
  deps: GenerationDeps,
  tenantId: string,
  request: GenerationRequest,
): Promise<Started> {
  const { applied_academy_ids: academyIds, resolution } = request.params;
  const common: NewJobs = {
    report_type: request.reportType,
    batch_id: deps.ids.uuid(),
    date_start: request.dateStart,
    date_end: request.dateEnd,
    now: deps.clock.now(),
    requested_by_id: request.requestedById,
    params: request.params,
    forced: request.force ? 1 : 0,
  };
  const jobs = await Promise.all(
    academyIds
      .toSorted((a, b) => a - b)
      .map(async (id) => ({ academy_id: id, fingerprint: await fingerprintOf(request, [id]) })),
  );
  if (jobs.length > 1 && resolution === "full") {
    const fingerprint = await fingerprintOf(request, academyIds);
    const { parent, made } = await createFamily(deps.db, tenantId, common, fingerprint, jobs);
    if (!parent) throw missing();
    await setGoing(deps, made);
    return { kind: "job", created: made.length > 0, job: parent };
  }
  const rows = await createStandalones(deps.db, tenantId, common, jobs);
  const made = rows.filter(({ batch_id }) => batch_id === common.batch_id);
  await setGoing(deps, made);
  if (jobs.length > 1) return { kind: "jobs", created: made.length > 0, jobs: rows };
  const [job] = rows;
  if (!job) throw missing();
  return { kind: "job", created: made.length > 0, job };
}
