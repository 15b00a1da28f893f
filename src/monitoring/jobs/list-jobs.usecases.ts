import type { Db } from "#shared";
import type { Format } from "../lists/formats.ts";
import { type ListAnswer, listStatements } from "../lists/list-response.ts";
import { listWishOf } from "../lists/list-wish.ts";
import type { Query } from "../monitoring-env.ts";
import type { ReportType } from "../report-type.ts";
import type { Caller } from "../scope/academy-scope.ts";
import { activeAcademies, inScope } from "../scope/in-scope.query.ts";
import { JOB_LIST_FIELDS } from "./job-fields.ts";
import { jobsFilterOf } from "./jobs-filter.ts";
import { fitting, shownJobs } from "./visible-jobs.query.ts";

const JOBS = {
  name: "generate-jobs",
  fileName: "generate-jobs",
  fields: JOB_LIST_FIELDS,
  row: "job",
  sortFields: ["created_at", "updated_at", "status", "report_type", "date_start", "date_end"],
  defaultSort: "-created_at",
  nullable: [],
};

/** The jobs that a caller may see; parameters that it does not know are nothing to it. */
export const listJobs = (
  db: Db,
  caller: Caller,
  types: readonly ReportType[],
  { query, accepted }: { query: Query; accepted: Format },
): Promise<ListAnswer> =>
  inScope(db, caller, "aggregate", (ids) => {
    const filter = jobsFilterOf(query, types);
    const wish = listWishOf(query, accepted, JOBS);
    const { tenantId } = caller.principal;
    const from = shownJobs(tenantId, activeAcademies(tenantId, ids));
    const listing = { ...JOBS, from, where: fitting(filter) };
    return {
      statements: listStatements(listing, wish),
      answer: (results) => ({ listing, wish, results }),
    };
  });
