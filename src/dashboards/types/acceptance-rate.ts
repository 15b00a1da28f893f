import { sql } from "drizzle-orm";
import { z } from "zod";
import { tableOf } from "../csv-table.ts";
import { defineDashboardType, planOf } from "../dashboard-type.ts";
import { counted, type Counters } from "../interactions.query.ts";
import { rate } from "../numbers.ts";
import { period } from "../period.schemas.ts";

const row = z.strictObject({
  offerId: z.string(),
  offerName: z.string(),
  impressions: z.int(),
  positive: z.int(),
  negative: z.int(),
  acceptanceRate: z.number().describe("positive / impressions, four decimals; may exceed 1"),
});

type Row = Pick<Counters, "impressions" | "positive" | "negative"> & {
  offerId: string;
  offerName: string;
};

export const acceptanceRate = defineDashboardType({
  name: "acceptance_rate",
  about: "Impressions and answers per offer that is not deleted.",
  window: "days",
  segment: true,
  params: z.object({}),
  response: z.strictObject({ data: z.array(row), total: z.int(), period }),
  plan: (scope) =>
    planOf(
      [
        sql`WITH ${counted(scope, ["offer_id"], ["impressions", "positive", "negative"])}
          SELECT o.id AS offerId, o.name AS offerName, c.impressions, c.positive, c.negative
          FROM counted c CROSS JOIN offers o ON o.tenant_id = ${scope.tenantId}
            AND o.id = c.offer_id AND o.deleted = 0
          WHERE c.impressions + c.positive + c.negative > 0
          ORDER BY c.impressions DESC, o.name, o.id`,
      ],
      (rows: Row[]) => ({
        data: rows.map((one) => ({
          ...one,
          acceptanceRate: rate(one.positive, one.impressions, 4),
        })),
        total: rows.length,
        period: scope.window.period,
      }),
    ),
  csv: ({ data }) => tableOf(row, data),
  compare: {
    rows: ({ data }) => data.map((one) => ({ key: one.offerId, row: one })),
    fields: { impressions: 0, positive: 0, negative: 0, acceptanceRate: 4 },
  },
});
