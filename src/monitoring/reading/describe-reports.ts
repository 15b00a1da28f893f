import { z } from "zod";
import { describe, describeParameters } from "#http";
import { fault } from "../errors/fault.ts";
import { exported, operation, scopeHeaders, typePath, usualErrors } from "../operation.ts";
import type { ReportType } from "../report-type.ts";
import * as schemas from "../report.schemas.ts";

const ok = (description: string, schema: z.ZodType) =>
  ({ status: 200, description, schema }) as const;

const noType = { ...usualErrors, NOT_FOUND: fault("report-type-not-found", { type: "nope" }) };

const header = describeParameters("header", scopeHeaders);
const path = describeParameters("param", typePath);
const rowPath = typePath.extend({ report_id: z.string().describe("Row id.") });

/** What the routes over the rows of a query say of themselves. */
export function describeReportLists(types: readonly ReportType[]) {
  const { listed, summarized } = schemas.typeSchemas(types);
  const parameters = [header, path, describeParameters("query", schemas.listQuery(types))] as const;
  return {
    list: [
      describe({
        ...operation,
        summary: "List the rows of a report",
        description:
          "Without a date: those of the newest day that has any. As CSV and NDJSON the whole list " +
          "is streamed, unless `limit` is sent.",
        success: { ...ok("A page.", schemas.listSchema(listed)), ...exported },
        errors: noType,
      }),
      ...parameters,
    ],
    summary: [
      describe({
        ...operation,
        summary: "Summarize the rows of a report",
        success: ok("Over all filtered rows.", summarized),
        errors: noType,
      }),
      ...parameters,
    ],
  } as const;
}

/** What the other routes over reports say of themselves. */
export const describeReports = (types: readonly ReportType[]) =>
  ({
    discovery: [
      describe({
        ...operation,
        summary: "List the report types",
        success: ok("With what may be asked of each.", schemas.reportList),
        errors: usualErrors,
      }),
      header,
    ],
    coverage: [
      describe({
        ...operation,
        summary: "Tell which days were generated",
        success: ok("One entry for each academy and day.", schemas.coverage),
        errors: noType,
      }),
      header,
      path,
      describeParameters("query", schemas.coverageQuery),
    ],
    detail: [
      describe({
        ...operation,
        summary: "Read one row of a report",
        success: ok("All of its fields.", schemas.typeSchemas(types).detailed),
        errors: { ...usualErrors, NOT_FOUND: fault("report-record-not-found", {}) },
      }),
      header,
      describeParameters("param", rowPath),
    ],
  }) as const;
