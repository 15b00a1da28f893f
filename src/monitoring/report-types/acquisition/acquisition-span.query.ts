import { sql } from "drizzle-orm";
import type { Db } from "#shared";
import { readSummaries, readTogether, rowsWhere } from "../../reading/one-academy.query.ts";
import { acquisition } from "./acquisition.definition.ts";
import { SOURCE_TYPES } from "./acquisition.query.ts";

export { SOURCE_TYPES };

type Tops<Column extends string> = ({ count: number } & Record<Column, string>)[];

/** As the report's summary answers. */
interface AcquisitionSummary {
  report_row_count: number;
  unique_identities: number;
  cross_academy_identities: number;
  by_source_type: Record<string, number>;
  by_funnel_tier: Record<string, number>;
  by_funnel_tier_identities: Record<string, number>;
  top_asset_slugs: Tops<"asset_slug">;
  top_event_slugs: Tops<"event_slug">;
  top_utm_sources: Tops<"utm_source">;
  top_utm_campaigns: Tops<"utm_campaign">;
  top_conversion_urls: Tops<"conversion_url">;
  by_deal_status: Record<string, number>;
  team_seat_invite_count: number;
}

/** What a span of days of the acquisition report comes to. */
export interface AcquisitionSpan {
  summary: AcquisitionSummary;
  days: { date: string; source_type: string; count: number }[];
}

/** The acquisition report of an academy from one date to another, both included. */
export async function readAcquisitionSpan(
  db: Db,
  scope: { tenantId: string; academyId: number },
  { start, end }: { start: string; end: string },
): Promise<AcquisitionSpan> {
  const report = { type: acquisition, ...scope };
  const filters = { date_start: start, date_end: end };
  const [summaries, [days = []]] = await Promise.all([
    readSummaries(db, report, [filters]),
    readTogether(db, [
      sql`SELECT report_date AS date, source_type, count(*) AS count FROM acquisition_reports
        WHERE ${rowsWhere(report, filters)} GROUP BY 1, 2 ORDER BY 1, 2`,
    ]),
  ]);
  return {
    summary: summaries[0] as AcquisitionSummary, // as its schema says
    days: days as AcquisitionSpan["days"], // as selected above
  };
}
