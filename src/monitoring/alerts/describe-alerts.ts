import { z } from "zod";
import { describe, describeParameters } from "#http";
import { fault, invalidBody } from "../errors/fault.ts";
import {
  bodyErrors,
  exported,
  operation,
  scopeHeaders,
  typePath,
  usualErrors,
} from "../operation.ts";
import type { ReportType } from "../report-type.ts";
import * as schemas from "../report.schemas.ts";

const header = describeParameters("header", scopeHeaders);
const alertPath = typePath.extend({ alert_id: z.string().describe("Alert id.") });
const noAlerts = fault("report-alerts-not-supported", { type: "acquisition" });

/** What the routes of alerts say of themselves. */
export function describeAlerts(types: readonly ReportType[]) {
  const { alert } = schemas.typeSchemas(types);
  const lists = types.flatMap(({ slug, alerts }) => (alerts ? [{ slug, ...alerts }] : []));
  return {
    list: [
      describe({
        ...operation,
        summary: "List the alerts of a report",
        description: "As CSV and NDJSON all of them, unless `limit` is sent.",
        success: {
          status: 200,
          description: "A page.",
          schema: schemas.listSchema(alert),
          ...exported,
        },
        errors: { ...usualErrors, NOT_FOUND: noAlerts },
      }),
      header,
      describeParameters("param", typePath),
      describeParameters("query", schemas.listQuery(lists)),
    ],
    resolve: [
      describe({
        ...operation,
        summary: "Resolve an alert by hand",
        description: "Generation leaves it resolved until a later day confirms it anew.",
        request: {
          "application/json": { schema: schemas.resolution, example: { action_taken: "Called" } },
        },
        success: { status: 200, description: "The alert, resolved.", schema: alert },
        errors: {
          ...usualErrors,
          ...bodyErrors,
          BAD_REQUEST: invalidBody({ action_taken: ["text"] }),
          NOT_FOUND: fault("alert-not-found", {}),
        },
      }),
      header,
      describeParameters("param", alertPath),
    ],
  } as const;
}
