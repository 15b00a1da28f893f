import { sql } from "drizzle-orm";
import { z } from "zod";
import { tableOf } from "../csv-table.ts";
import { defineDashboardType, planOf } from "../dashboard-type.ts";
import { counted, type Counters } from "../interactions.query.ts";
import { pct } from "../numbers.ts";

const row = z.strictObject({
  channelId: z.string(),
  channelName: z.string(),
  impressions: z.int(),
  conversions: z.int(),
  effectiveness: z.string().describe("conversions / impressions in percent, one decimal"),
});

type Row = Pick<Counters, "impressions" | "conversions"> & {
  channelId: string;
  channelName: string;
};

export const channelEffectiveness = defineDashboardType({
  name: "channel_effectiveness",
  about: "Impressions and conversions per channel that is active or has traffic.",
  window: "days",
  segment: true,
  params: z.object({}),
  response: z.strictObject({ data: z.array(row) }),
  plan: (scope) =>
    planOf(
      [
        sql`WITH ${counted(scope, ["channel_id"], ["events", "impressions", "conversions"])}
          SELECT ch.id AS channelId, ch.name AS channelName,
            coalesce(c.impressions, 0) AS impressions, coalesce(c.conversions, 0) AS conversions
          FROM channels ch LEFT JOIN counted c ON c.channel_id = ch.id
          WHERE ch.tenant_id = ${scope.tenantId} AND ch.deleted = 0
            AND (coalesce(ch.status, 'active') = 'active' OR c.events > 0)
          ORDER BY coalesce(c.impressions, 0) DESC, ch.name, ch.id`,
      ],
      (rows: Row[]) => ({
        data: rows.map((one) => ({
          ...one,
          effectiveness: pct(one.conversions, one.impressions),
        })),
      }),
    ),
  csv: ({ data }) => tableOf(row, data),
  compare: {
    rows: ({ data }) => data.map((one) => ({ key: one.channelId, row: one })),
    fields: { impressions: 0, conversions: 0, effectiveness: 1 },
  },
});
