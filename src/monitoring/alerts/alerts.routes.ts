import { Hono } from "hono";
import { readJsonObject } from "../json-body.ts";
import { listResponse } from "../lists/list-response.ts";
import { callerOf, idOf, type MonitoringEnv, queryOf } from "../monitoring-env.ts";
import type { ReportType } from "../report-type.ts";
import { describeAlerts } from "./describe-alerts.ts";
import { listAlerts } from "./list-alerts.usecases.ts";
import { resolveAlert } from "./resolve-alert.usecases.ts";

/** The alerts of the reports that raise some. */
export function createAlertRoutes(types: readonly ReportType[]) {
  const described = describeAlerts(types);
  return new Hono<MonitoringEnv>()
    .get("/:type/alerts", ...described.list, async (c) => {
      const { deps, accepted } = c.var;
      const wish = { slug: c.req.param("type"), query: queryOf(c.req.url), accepted };
      return listResponse(deps, await listAlerts(deps.db, callerOf(c), types, wish), c.req.url);
    })
    .post("/:type/alerts/:alert_id{[0-9]+}/resolve", ...described.resolve, async (c) => {
      const { deps, now } = c.var;
      const alert = { slug: c.req.param("type"), id: idOf(c.req.param("alert_id")) };
      const wish = { ...alert, body: () => readJsonObject(c.req.raw), now };
      return c.json(await resolveAlert(deps.db, callerOf(c), types, wish));
    });
}
