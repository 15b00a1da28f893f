import { sql } from "drizzle-orm";
import { z } from "zod";
import { tableOf } from "../csv-table.ts";
import { defineDashboardType, planOf } from "../dashboard-type.ts";

const stage = z.strictObject({
  label: z.enum(["Total Offers", "Active Offers", "With Creatives", "Creatives"]),
  count: z.int(),
});

interface Row {
  total: number;
  active: number;
  drawn: number;
  creatives: number;
}

export const funnel = defineDashboardType({
  name: "funnel",
  about: "From offers to creatives, as of now.",
  window: "none",
  segment: false,
  params: z.object({}),
  response: z.strictObject({ stages: z.array(stage).length(4) }),
  plan: ({ tenantId }) =>
    planOf(
      [
        sql`WITH drawn(offer_id, many) AS MATERIALIZED (
            SELECT offer_id, count(*) FROM creatives
            WHERE tenant_id = ${tenantId} AND deleted = 0 GROUP BY offer_id)
          SELECT count(*) AS total, coalesce(sum(status = 'active'), 0) AS active,
            coalesce(sum(status = 'active' AND id IN (SELECT offer_id FROM drawn)), 0) AS drawn,
            (SELECT coalesce(sum(many), 0) FROM drawn) AS creatives
          FROM offers WHERE tenant_id = ${tenantId} AND deleted = 0`,
      ],
      ([row]: Row[]) => ({
        stages: [
          { label: "Total Offers" as const, count: row?.total ?? 0 },
          { label: "Active Offers" as const, count: row?.active ?? 0 },
          { label: "With Creatives" as const, count: row?.drawn ?? 0 },
          { label: "Creatives" as const, count: row?.creatives ?? 0 },
        ],
      }),
    ),
  csv: ({ stages }) => tableOf(stage, stages),
});
