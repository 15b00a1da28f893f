import { sql } from "drizzle-orm";
import { z } from "zod";
import { tableOf } from "../csv-table.ts";
import { defineDashboardType, planOf } from "../dashboard-type.ts";

const row = z.strictObject({ policyType: z.string(), count: z.int() });

export const policyImpact = defineDashboardType({
  name: "policy_impact",
  about: "Suppressions in force now, per kind of policy.",
  window: "none",
  segment: false,
  params: z.object({}),
  response: z.strictObject({ data: z.array(row), totalActive: z.int() }),
  plan: ({ tenantId, now }) =>
    planOf(
      [
        sql`SELECT policy_type AS policyType, count(*) AS count FROM suppressions
          WHERE tenant_id = ${tenantId} AND created_at <= ${now}
            AND (expires_at IS NULL OR expires_at > ${now})
          GROUP BY policy_type ORDER BY count(*) DESC, policy_type`,
      ],
      (data: z.output<typeof row>[]) => ({
        data,
        totalActive: data.reduce((sum, { count }) => sum + count, 0),
      }),
    ),
  csv: ({ data }) => tableOf(row, data),
});
