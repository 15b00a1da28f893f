import { sql } from "drizzle-orm";
import { z } from "zod";
import { tableOf } from "../csv-table.ts";
import { defineDashboardType, planOf } from "../dashboard-type.ts";
import { counted, performanceOrder } from "../interactions.query.ts";
import {
  type Counted,
  performance,
  PERFORMANCE_COUNTERS,
  PERFORMANCE_FIELDS,
  performed,
} from "../performance.ts";

const LIMIT = 20;

const row = z.strictObject({
  offerId: z.string(),
  name: z.string(),
  priority: z.int(),
  creativeCount: z.int(),
  ...performance,
});

type Row = Counted & {
  offerId: string;
  name: string;
  priority: number;
  creativeCount: number;
};

export const offerPerformance = defineDashboardType({
  name: "offer_performance",
  about: "The twenty active offers with most traffic.",
  window: "days",
  segment: true,
  params: z.object({}),
  response: z.strictObject({ data: z.array(row) }),
  plan: (scope) =>
    planOf(
      [
        sql`WITH ${counted(scope, ["offer_id"], PERFORMANCE_COUNTERS)}, drawn(offer_id, many) AS (
            SELECT offer_id, count(*) FROM creatives
            WHERE tenant_id = ${scope.tenantId} AND deleted = 0 GROUP BY offer_id)
          SELECT o.id AS offerId, o.name, o.priority, coalesce(d.many, 0) AS creativeCount,
            coalesce(c.impressions, 0) AS impressions, coalesce(c.conversions, 0) AS conversions,
            coalesce(c.revenue, 0) AS revenue
          FROM offers o LEFT JOIN counted c ON c.offer_id = o.id
            LEFT JOIN drawn d ON d.offer_id = o.id
          WHERE o.tenant_id = ${scope.tenantId} AND o.status = 'active' AND o.deleted = 0
          ORDER BY ${performanceOrder} LIMIT ${scope.unlimited ? -1 : LIMIT}`,
      ],
      (rows: Row[]) => ({
        data: rows.map(({ offerId, name, priority, creativeCount, ...figures }) => ({
          offerId,
          name,
          priority,
          creativeCount,
          ...performed(figures),
        })),
      }),
    ),
  csv: ({ data }) => tableOf(row, data),
  compare: {
    rows: ({ data }) => data.map((one) => ({ key: one.offerId, row: one })),
    fields: PERFORMANCE_FIELDS,
    limited: ({ data }) => ({ data: data.slice(0, LIMIT) }),
  },
});
