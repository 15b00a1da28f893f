import { Hono } from "hono";
import { listResponse } from "../lists/list-response.ts";
import { callerOf, idOf, type MonitoringEnv, queryOf } from "../monitoring-env.ts";
import type { ReportType } from "../report-type.ts";
import { readCoverage } from "./coverage.usecases.ts";
import { describeReportLists, describeReports } from "./describe-reports.ts";
import { discover } from "./discover.usecases.ts";
import { listRows } from "./list-rows.usecases.ts";
import { readRow } from "./read-row.usecases.ts";
import { summarize } from "./summarize.usecases.ts";

/** What is read of report rows: one handler each, whatever the type. */
export function createReportRoutes(types: readonly ReportType[]) {
  const described = { ...describeReports(types), ...describeReportLists(types) };
  return new Hono<MonitoringEnv>()
    .get("/", ...described.discovery, async (c) =>
      c.json(await discover(c.var.deps.db, callerOf(c), types)),
    )
    .get("/:type", ...described.list, async (c) => {
      const { deps, accepted } = c.var;
      const wish = { slug: c.req.param("type"), query: queryOf(c.req.url), accepted };
      return listResponse(deps, await listRows(deps.db, callerOf(c), types, wish), c.req.url);
    })
    .get("/:type/summary", ...described.summary, async (c) => {
      const wish = { slug: c.req.param("type"), query: queryOf(c.req.url) };
      return c.json(await summarize(c.var.deps.db, callerOf(c), types, wish));
    })
    .get("/:type/coverage", ...described.coverage, async (c) => {
      const { deps, now } = c.var;
      const wish = { slug: c.req.param("type"), query: queryOf(c.req.url), now };
      return c.json(await readCoverage(deps.db, callerOf(c), types, wish));
    })
    .get("/:type/:report_id{[0-9]+}", ...described.detail, async (c) => {
      const key = { slug: c.req.param("type"), id: idOf(c.req.param("report_id")) };
      return c.json(await readRow(c.var.deps.db, callerOf(c), types, key));
    });
}
