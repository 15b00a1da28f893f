import { type SQL, sql } from "drizzle-orm";
import { conditions } from "../lists/filters.ts";
import type { Listing } from "../lists/listing.ts";
import { inAcademies, nullableColumns } from "../lists/report-rows.ts";
import type { Query } from "../monitoring-env.ts";
import { type ReportAlerts, ROW } from "../report-type.ts";

/** The list of a report's alerts. @throws invalid-filter-value, invalid-filter-choice */
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
