import { type Context, Hono } from "hono";
import { credentialOf } from "#tenancy";
import { readJsonObject } from "../json-body.ts";
import { listResponse } from "../lists/list-response.ts";
import { callerOf, idOf, type MonitoringEnv, queryOf } from "../monitoring-env.ts";
import { typeNamed } from "../registry.ts";
import type { ReportType } from "../report-type.ts";
import { academyScope } from "../scope/in-scope.query.ts";
import { describeJobs } from "./describe-jobs.ts";
import { findJob } from "./find-job.query.ts";
import { cancel, generate, remove, retry } from "./generation-jobs.usecases.ts";
import { jobDetail } from "./job-fields.ts";
import { listJobs } from "./list-jobs.usecases.ts";
import { watchJob } from "./watch-job.usecases.ts";

const JOB = "/:type/generate/:job_id{[0-9]+}";

/** Generation jobs of the report types given: what starts, shows, watches and ends them. */
export function createGenerationJobRoutes(types: readonly ReportType[]) {
  function found(c: Context<MonitoringEnv, typeof JOB>) {
    const { type, job_id } = c.req.param();
    return findJob(c.var.deps.db, types, callerOf(c), { type, id: idOf(job_id) });
  }
  return new Hono<MonitoringEnv>()
    .get("/generate-jobs", ...describeJobs.list, async (c) => {
      const { deps, accepted } = c.var;
      const query = queryOf(c.req.url);
      const answer = await listJobs(deps.db, callerOf(c), types, { query, accepted });
      return listResponse(deps, answer, c.req.url);
    })
    .post("/:type/generate", ...describeJobs.generate, async (c) => {
      const { deps, principal, now } = c.var;
      const scope = await academyScope(deps.db, callerOf(c), "aggregate");
      const { slug: reportType } = typeNamed(types, c.req.param("type"));
      const body = await readJsonObject(c.req.raw);
      const wish = { principal, scope, reportType, body, now };
      const { created, answer } = await generate(deps, wish);
      return c.json(answer, created ? 202 : 200);
    })
    .get(JOB, ...describeJobs.read, async (c) => c.json(jobDetail((await found(c)).job)))
    .delete(JOB, ...describeJobs.remove, async (c) => {
      await remove(c.var.deps, c.var.principal.tenantId, (await found(c)).job);
      return c.body(null, 204);
    })
    .post(`${JOB}/cancel`, ...describeJobs.cancel, async (c) => {
      const { job } = await found(c);
      return c.json(await cancel(c.var.deps, c.var.principal.tenantId, job));
    })
    .post(`${JOB}/retry`, ...describeJobs.retry, async (c) => {
      const { job } = await found(c);
      return c.json(await retry(c.var.deps, c.var.principal.tenantId, job), 202);
    })
    .get(`${JOB}/events`, ...describeJobs.events, async (c) => {
      const { deps, principal } = c.var;
      const credential = credentialOf(c.req.raw.headers);
      const events = watchJob(deps, principal.tenantId, credential, await found(c));
      return c.body(events, 200, { "Content-Type": "text/event-stream" });
    });
}
