import { sql } from "drizzle-orm";
import { z } from "zod";
import { defineDashboardType, planOf } from "../dashboard-type.ts";
import { counted, type Counters } from "../interactions.query.ts";
import { byBucket, datedTable, positions } from "../trend.ts";

const row = z.strictObject({
  name: z.string().describe("Mar 1"),
  impressions: z.int(),
  conversions: z.int(),
});

type Row = Pick<Counters, "impressions" | "conversions"> & { day: number };

export const dailyTrend = defineDashboardType({
  name: "daily_trend",
  about: "Impressions and conversions per calendar day.",
  window: "trend",
  segment: true,
  params: z.object({}),
  response: z.strictObject({ data: z.array(row) }),
  plan: (scope) =>
    planOf(
      [
        sql`WITH ${counted(scope, ["day"], ["impressions", "conversions"])}
          SELECT day, impressions, conversions FROM counted`,
      ],
      (rows: Row[]) => ({
        data: byBucket(scope.window, rows).map(({ name, counted: day }) => ({
          name,
          impressions: day?.impressions ?? 0,
          conversions: day?.conversions ?? 0,
        })),
      }),
    ),
  csv: ({ data }, window) => datedTable(row, data, window),
  compare: {
    rows: ({ data }) => positions(data),
    fields: { impressions: 0, conversions: 0 },
  },
});
