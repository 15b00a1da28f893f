import { sql } from "drizzle-orm";
import { z } from "zod";
import { tableOf } from "../csv-table.ts";
import { defineDashboardType, planOf } from "../dashboard-type.ts";
import { money } from "../numbers.ts";

const row = z.strictObject({
  model: z.string(),
  conversions: z.int(),
  totalValue: z.number(),
  avgValue: z.number(),
});

interface Row {
  model: string;
  conversions: number;
  value: number;
}

export const attributionSummary = defineDashboardType({
  name: "attribution_summary",
  about: "What attribution models ascribe to conversions; all time unless a window is given.",
  window: "ifGiven",
  segment: false,
  params: z.object({}),
  response: z.strictObject({ data: z.array(row), totalConversions: z.int() }),
  plan: ({ tenantId, now, window }) =>
    planOf(
      [
        sql`SELECT r.model, count(*) AS conversions, sum(r.total_value) AS value
          FROM attribution_results r
          WHERE r.tenant_id = ${tenantId}
            AND r.created_at >= ${window.from} AND r.created_at < ${window.end}
            AND NOT EXISTS (
              SELECT 1 FROM attribution_results newer
              WHERE newer.tenant_id = ${tenantId} AND newer.conversion_id = r.conversion_id
                AND newer.model = r.model AND newer.created_at >= r.created_at
                AND newer.created_at <= ${now}
                AND (newer.created_at > r.created_at OR newer.id > r.id))
          GROUP BY r.model ORDER BY conversions DESC, r.model`,
      ],
      (rows: Row[]) => ({
        data: rows.map(({ model, conversions, value }) => ({
          model,
          conversions,
          totalValue: money(value),
          avgValue: money(value / conversions),
        })),
        totalConversions: rows.reduce((sum, { conversions }) => sum + conversions, 0),
      }),
    ),
  csv: ({ data }) => tableOf(row, data),
  compare: {
    rows: ({ data }) => data.map((one) => ({ key: one.model, row: one })),
    fields: { conversions: 0, totalValue: 2, avgValue: 2 },
  },
});
