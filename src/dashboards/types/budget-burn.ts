import { sql } from "drizzle-orm";
import { z } from "zod";
import { periodsAt } from "../budget-periods.ts";
import { tableOf } from "../csv-table.ts";
import { defineDashboardType, planOf } from "../dashboard-type.ts";
import { money, pct } from "../numbers.ts";

const row = z.strictObject({
  offerId: z.string(),
  allocated: z.number(),
  spent: z.number(),
  remaining: z.number(),
  burnRate: z.string().describe("spent / allocated in percent, one decimal"),
});

interface Row {
  offerId: string;
  allocated: number;
  spent: number;
}

export const budgetBurn = defineDashboardType({
  name: "budget_burn",
  about: "What is spent of each offer's budget in its current periods, else of its total.",
  window: "none",
  segment: false,
  params: z.object({}),
  response: z.strictObject({ data: z.array(row) }),
  plan: ({ tenantId, now }) =>
    planOf(
      [
        sql`WITH periods AS MATERIALIZED (
            SELECT value ->> 'type' AS type, value ->> 'key' AS key, value ->> 'start' AS start,
              value ->> 'end' AS "end" FROM json_each(${JSON.stringify(periodsAt(now))})),
          granted(offer_id, allocated, start, "end") AS MATERIALIZED (
            SELECT a.scope_id, sum(a.max_spend), min(p.start), max(p."end")
            FROM budget_allocations a JOIN periods p ON p.type = a.period_type
              AND p.key = a.period_key
            WHERE a.tenant_id = ${tenantId} AND a.scope = 'offer' AND a.max_spend IS NOT NULL
            GROUP BY a.scope_id),
          budgets(offerId, allocated, spent) AS (
            SELECT o.id, coalesce(g.allocated, o.budget_total), (
              SELECT coalesce(sum(s.amount), 0) FROM budget_spend s
              WHERE s.tenant_id = ${tenantId} AND s.offer_id = o.id AND s.occurred_at <= ${now}
                AND (g.offer_id IS NULL OR s.occurred_at >= g.start AND s.occurred_at < g."end"))
            FROM offers o LEFT JOIN granted g ON g.offer_id = o.id
            WHERE o.tenant_id = ${tenantId} AND o.deleted = 0
              AND coalesce(g.allocated, o.budget_total) IS NOT NULL)
          SELECT offerId, allocated, spent FROM budgets
          ORDER BY coalesce(1.0 * spent / nullif(allocated, 0), 0) DESC, allocated DESC, offerId`,
      ],
      (rows: Row[]) => ({
        data: rows.map(({ offerId, allocated, spent }) => ({
          offerId,
          allocated: money(allocated),
          spent: money(spent),
          remaining: money(allocated - spent),
          burnRate: pct(spent, allocated),
        })),
      }),
    ),
  csv: ({ data }) => tableOf(row, data),
});
