import { type SQL, sql } from "drizzle-orm";
import { conditions } from "../lists/filters.ts";
import type { Listing } from "../lists/listing.ts";
import { inAcademies, nullableColumns, reportRows } from "../lists/report-rows.ts";
import type { Query } from "../monitoring-env.ts";
import { type ReportAlerts, type ReportType, ROW } from "../report-type.ts";

/** The list of a report, and the same list once its day is known. */
export function reportListing(
  type: ReportType,
  query: Query,
  tenantId: string,
  ids: readonly number[],
): { listing: Listing; ofDay: (date: unknown) => Listing } {
  const { where, count, ofOneDay, ofDay } = reportRows(type, query, tenantId, ids);
  const listing: Listing = {
    name: type.slug,
    sortFields: type.sortFields,
    defaultSort: "-report_date",
    fileName: `${type.slug}-report`,
    fields: type.listFields,
    from: sql`${type.table}`,
    row: ROW,
    where,
    ...(count && { count }),
    nullable: nullableColumns(type.table),
    constant: ofOneDay ? ["report_date"] : [],
  };
  return { listing, ofDay: (date) => ({ ...listing, where: ofDay(date) }) };
}

/** The list of a report's alerts. */
export function alertListing(
  slug: string,
  { table, fields, filters, sortFields, defaultSort }: ReportAlerts,
  query: Query,
  tenantId: string,
  ids: readonly number[],
): Listing {
  const all: SQL[] = [inAcademies(tenantId, ids), ...conditions(filters, query)];
  return {
    name: "alerts",
    sortFields,
    defaultSort,
    fileName: `${slug}-alerts`,
    fields,
    from: sql`${table}`,
    row: ROW,
    where: sql.join(all, sql` AND `),
    nullable: nullableColumns(table),
  };
}
