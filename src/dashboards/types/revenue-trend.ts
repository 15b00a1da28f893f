import { sql } from "drizzle-orm";
import { z } from "zod";
import { defineDashboardType, planOf } from "../dashboard-type.ts";
import { counted, type Counters } from "../interactions.query.ts";
import { money } from "../numbers.ts";
import { byBucket, datedTable, positions } from "../trend.ts";

const row = z.strictObject({ name: z.string().describe("Mar 1"), revenue: z.number() });

type Row = Pick<Counters, "revenue" | "events"> & { day: number };

export const revenueTrend = defineDashboardType({
  name: "revenue_trend",
  about: "Revenue per calendar day.",
  window: "trend",
  segment: true,
  params: z.object({}),
  response: z.strictObject({ data: z.array(row), hasRealData: z.boolean() }),
  plan: (scope) =>
    planOf(
      [
        sql`WITH ${counted(scope, ["day"], ["revenue", "events"])} SELECT day, revenue, events FROM counted`,
      ],
      (rows: Row[]) => ({
        data: byBucket(scope.window, rows).map(({ name, counted: day }) => ({
          name,
          revenue: money(day?.revenue ?? 0),
        })),
        hasRealData: rows.some(({ events }) => events > 0),
      }),
    ),
  csv: ({ data }, window) => datedTable(row, data, window),
  compare: { rows: ({ data }) => positions(data), fields: { revenue: 2 } },
});
