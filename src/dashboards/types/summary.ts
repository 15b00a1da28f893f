import { sql } from "drizzle-orm";
import { z } from "zod";
import { tableOf } from "../csv-table.ts";
import { defineDashboardType, planOf } from "../dashboard-type.ts";

const count = z.int().min(0);
const response = z.strictObject({
  activeOffers: count,
  activeChannels: count,
  activeExperiments: count,
  totalJourneys: count,
  activeTriggers: count,
  pendingApprovals: count,
});

export const summary = defineDashboardType({
  name: "summary",
  about: "What is set up and running, as of now.",
  window: "none",
  segment: false,
  params: z.object({}),
  response,
  plan: ({ tenantId }) =>
    planOf(
      [
        sql`SELECT
          (SELECT count(*) FROM offers
            WHERE tenant_id = ${tenantId} AND status = 'active' AND deleted = 0) AS activeOffers,
          (SELECT count(*) FROM channels WHERE tenant_id = ${tenantId}
            AND coalesce(status, 'active') = 'active' AND deleted = 0) AS activeChannels,
          (SELECT count(*) FROM experiments
            WHERE tenant_id = ${tenantId} AND status IN ('active', 'running')) AS activeExperiments,
          (SELECT count(*) FROM journeys WHERE tenant_id = ${tenantId}) AS totalJourneys,
          (SELECT count(*) FROM triggers
            WHERE tenant_id = ${tenantId} AND status = 'active') AS activeTriggers,
          (SELECT count(*) FROM approvals
            WHERE tenant_id = ${tenantId} AND status = 'pending') AS pendingApprovals`,
      ],
      ([counts]: z.output<typeof response>[]) => response.parse(counts),
    ),
  csv: (result) => tableOf(response, [result]),
});
