import { sql } from "drizzle-orm";
import { z } from "zod";
import { tableOf } from "../csv-table.ts";
import { defineDashboardType, planOf } from "../dashboard-type.ts";
import { weekdayLabel } from "../window.ts";

const row = z.strictObject({ name: z.string().describe("Mon"), p50: z.int(), p99: z.int() });

interface Row {
  day: number;
  p50: number;
  p99: number;
}

/** Nearest ranks in whole numbers: the place of the q-quantile of n values is ⌈q·n⌉. */
export const latencyTrend = defineDashboardType({
  name: "latency_trend",
  about: "How long completed runs took, on the last seven days that had any.",
  window: "fixed7",
  segment: false,
  params: z.object({}),
  response: z.strictObject({ data: z.array(row).max(7), hasRealData: z.boolean() }),
  plan: ({ tenantId, window }) =>
    planOf(
      [
        sql`WITH timed(day, latency, place, many) AS (
            SELECT completed_at / 86400000, latency_ms,
              row_number() OVER (PARTITION BY completed_at / 86400000 ORDER BY latency_ms),
              count(*) OVER (PARTITION BY completed_at / 86400000)
            FROM runs
            WHERE tenant_id = ${tenantId} AND status = 'completed' AND latency_ms IS NOT NULL
              AND completed_at >= ${window.from} AND completed_at < ${window.end})
          SELECT day, max(CASE WHEN place = (50 * many + 99) / 100 THEN latency END) AS p50,
            max(CASE WHEN place = (99 * many + 99) / 100 THEN latency END) AS p99
          FROM timed GROUP BY day ORDER BY day`,
      ],
      (rows: Row[]) => ({
        data: rows.map(({ day, p50, p99 }) => ({
          name: weekdayLabel(day),
          p50: Math.round(p50),
          p99: Math.round(p99),
        })),
        hasRealData: rows.length > 0,
      }),
    ),
  csv: ({ data }) => tableOf(row, data),
});
