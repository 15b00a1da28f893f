import { type SQL, sql } from "drizzle-orm";

export interface CoveredDay {
  academy_id: number;
  date: string;
  generated_at: number;
  generated_rows: number;
}

/** The generated days of a report in a range, both ends included. */
export const coverageStatement = (
  tenantId: string,
  slug: string,
  ids: readonly number[],
  { start, end }: { start: string; end: string },
): SQL =>
  sql`SELECT academy_id, date, generated_at, generated_rows FROM report_coverage
    WHERE tenant_id = ${tenantId} AND report_type = ${slug}
      AND academy_id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
      AND date BETWEEN ${start} AND ${end}`;
