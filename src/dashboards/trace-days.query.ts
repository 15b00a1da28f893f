import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "./dashboard-type.ts";
import { dayPieces } from "./day-pieces.ts";

type Tenant = Pick<Scope, "tenantId" | "now">;
type Ends = Pick<Scope["window"], "from" | "end">;

const traceRows = (tenantId: string, { from, end }: Ends, sign: SQL): SQL => sql`
  SELECT t.day, ${sign} 1, ${sign} coalesce(t.degraded_scoring, 0),
    ${sign} coalesce(t.scored_count > 0 OR t.degraded_scoring = 1, 0),
    ${sign} coalesce(json_array_length(t.selected_offers) > 0, 0)
  FROM decision_traces t
  WHERE t.tenant_id = ${tenantId} AND t.created_at >= ${from} AND t.created_at < ${end}`;

// CROSS JOIN fixes the order: from the traces to their facts by key.
const offerRows = (tenantId: string, { from, end }: Ends, sign: SQL): SQL => sql`
  SELECT o.offer_id, ${sign} o.selected, ${sign} o.blocked
  FROM decision_traces t
  CROSS JOIN trace_offers o ON o.tenant_id = t.tenant_id AND o.trace_id = t.id AND o.entry_no = 0
  WHERE t.tenant_id = ${tenantId} AND t.created_at >= ${from} AND t.created_at < ${end}`;

function fromRollup(rollup: SQL, rows: typeof traceRows, { tenantId, now }: Tenant, ends: Ends) {
  const { firstDay, endDay, added, removed } = dayPieces(ends, now);
  return sql.join(
    [
      sql`${rollup} WHERE tenant_id = ${tenantId} AND day >= ${firstDay} AND day < ${endDay}`,
      ...added.map((range) => rows(tenantId, range, sql``)),
      ...removed.map((range) => rows(tenantId, range, sql`-`)),
    ],
    sql` UNION ALL `,
  );
}

/** Per day, with several rows a day: traces, degraded, scored or degraded, with a selected offer. */
export const traceDays = (tenant: Tenant, ends: Ends): SQL => sql`
  trace_counts(day, traces, degraded, scoring, selecting) AS (
    ${fromRollup(sql`SELECT day, traces, degraded, scoring, selecting FROM trace_days`, traceRows, tenant, ends)})`;

/** Per offer, with several rows an offer: traces that selected it, and that were blocked from it. */
export const traceOfferDays = (tenant: Tenant, ends: Ends): SQL => sql`
  offer_counts(offer_id, selected, blocked) AS (
    ${fromRollup(sql`SELECT offer_id, selected, blocked FROM trace_offer_days`, offerRows, tenant, ends)})`;

/** The degraded traces of a window, and those that scored or fell back: one row. */
export const degradedCounts = (tenant: Tenant, ends: Ends): SQL => sql`
  WITH ${traceDays(tenant, ends)}
  SELECT coalesce(sum(degraded), 0) AS degraded, coalesce(sum(scoring), 0) AS scoring
  FROM trace_counts`;
