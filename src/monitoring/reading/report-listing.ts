import { sql } from "drizzle-orm";
import type { Sortable } from "../lists/list-wish.ts";
import type { Listing } from "../lists/listing.ts";
import { nullableColumns, reportRows } from "../lists/report-rows.ts";
import type { Query } from "../monitoring-env.ts";
import { type ReportType, ROW } from "../report-type.ts";

/** How the rows of a report may be sorted. */
export const sortableRows = ({ slug, sortFields }: ReportType): Sortable => ({
  name: slug,
  sortFields,
  defaultSort: "-report_date",
});

/**
 * The list of a report, and the same list once its day is known.
 * @throws invalid-filter-value, invalid-filter-choice
 */
export function reportListing(
  type: ReportType,
  query: Query,
  tenantId: string,
  ids: readonly number[],
): { listing: Listing; ofDay: (date: unknown) => Listing } {
  const { where, count, ofOneDay, ofDay } = reportRows(type, query, tenantId, ids);
  const listing: Listing = {
    ...sortableRows(type),
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
