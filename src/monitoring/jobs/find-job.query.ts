import type { Db } from "#shared";
import { fault } from "../errors/fault.ts";
import { typeNamed } from "../registry.ts";
import type { ReportType } from "../report-type.ts";
import type { Caller } from "../scope/academy-scope.ts";
import { activeAcademies, inScope } from "../scope/in-scope.query.ts";
import { prepare } from "../statement.ts";
import type { StoredJob } from "./job-fields.ts";
import { includedAcademies, visibleJob } from "./visible-jobs.query.ts";

/** Which job a path names. */
export interface JobPath {
  type: string;
  id: number;
}

/** A job that a caller was shown, and what it takes to look at it again. */
export interface FoundJob {
  job: StoredJob;
  /** The academies that the caller asked for and has the capability for. */
  academyIds: readonly number[];
}

/** @throws the refusals of the scope, report-type-not-found, report-generation-job-not-found */
export const findJob = (
  db: Db,
  types: readonly ReportType[],
  caller: Caller,
  path: JobPath,
): Promise<FoundJob> =>
  inScope(db, caller, "aggregate", (academyIds) => {
    const { slug } = typeNamed(types, path.type);
    const { tenantId } = caller.principal;
    const key = { type: slug, id: path.id };
    return {
      statements: [visibleJob(tenantId, activeAcademies(tenantId, academyIds), key)],
      answer([rows = []]) {
        const [job] = rows as StoredJob[];
        if (!job) throw fault("report-generation-job-not-found", {});
        return { job, academyIds };
      },
    };
  });

/** A job that was found before, as the same caller sees it now. */
export const findJobAgain = (
  db: Db,
  tenantId: string,
  { job, academyIds }: FoundJob,
): Promise<StoredJob | null> => {
  const key = { type: job.report_type, id: job.id };
  return prepare(db, visibleJob(tenantId, activeAcademies(tenantId, academyIds), key)).first();
};

/** The academies of a parent, as its row has them. */
export const findIncludedAcademies = (
  db: Db,
  tenantId: string,
  jobId: number,
): Promise<string | null> => prepare(db, includedAcademies(tenantId, jobId)).first("included");
