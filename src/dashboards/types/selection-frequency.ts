import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { tableOf } from "../csv-table.ts";
import { defineDashboardType, planOf, type Scope } from "../dashboard-type.ts";
import { id } from "../dashboards.schemas.ts";
import { rate } from "../numbers.ts";
import { period } from "../period.schemas.ts";
import {
  factsOf,
  RANK_COLUMNS,
  type RankCounts,
  rankCounts,
  rankDistribution,
  sampleOf,
  sampleSize,
} from "../trace-sample.query.ts";

const CAP = 10_000;

const params = z.object({
  channelId: id("Only decisions for this channel.").optional(),
  categoryId: id("Only offers of this category.").optional(),
  decisionFlowId: id("Only decisions of this flow, by id or key.").optional(),
});
type Params = z.infer<typeof params>;

const row = z.strictObject({
  offerId: z.string(),
  offerName: z.string(),
  eligibleCount: z.int(),
  scoredCount: z.int(),
  selectedCount: z.int(),
  selectionRate: z.number(),
  avgRank: z.number(),
  rankDistribution: z.array(z.int()).length(10),
});

const response = z.strictObject({
  data: z.array(row),
  totalTraces: z.int().describe("Decisions looked at."),
  period,
});

/** The flow by its id or its key, also where a trace carries only the other of the two. */
const ofFlow = (tenantId: string, flow: string): SQL => sql`
  AND (t.decision_flow_id = ${flow} OR t.decision_flow_key = ${flow}
    OR t.decision_flow_id IN (
      SELECT id FROM decision_flows WHERE tenant_id = ${tenantId} AND key = ${flow})
    OR t.decision_flow_key IN (
      SELECT key FROM decision_flows WHERE tenant_id = ${tenantId} AND id = ${flow}))`;

function filterOf(tenantId: string, { channelId, decisionFlowId }: Params): SQL {
  const channel = channelId === undefined ? sql`` : sql`AND t.channel_id = ${channelId}`;
  return decisionFlowId === undefined
    ? channel
    : sql`${channel} ${ofFlow(tenantId, decisionFlowId)}`;
}

const ELIGIBLE = sql`o.scored OR o.selected OR (NOT o.rejected AND (o.blocked OR o.passed))`;

/** One row an eligible offer, or a single one that tells only the sample's size. */
function statement(scope: Scope, wish: Params): SQL {
  const { tenantId } = scope;
  const category =
    wish.categoryId === undefined ? sql`` : sql`WHERE f.category_id = ${wish.categoryId}`;
  return sql`
    WITH ${sampleOf(scope, CAP, { filter: filterOf(tenantId, wish) })},
    counted AS (
      SELECT o.offer_id, max(o.offer_name) AS told, sum(${ELIGIBLE}) AS eligible,
        sum(o.scored) AS scored, sum(o.selected) AS selected,
        sum(CASE WHEN o.scored THEN o.rank END) AS ranks, ${rankCounts}
      FROM ${factsOf(tenantId)} GROUP BY o.offer_id HAVING eligible > 0),
    named AS (
      SELECT c.*, coalesce(f.name, c.told, c.offer_id) AS name
      FROM counted c LEFT JOIN offers f ON f.tenant_id = ${tenantId} AND f.id = c.offer_id
      ${category})
    SELECT n.size, r.* FROM sampled n LEFT JOIN named r ON true
    ORDER BY r.selected DESC, r.eligible DESC, r.offer_id`;
}

interface Row extends RankCounts {
  size: number;
  offer_id: string | null;
  name: string;
  eligible: number;
  scored: number;
  selected: number;
  /** Their sum. */
  ranks: number | null;
}

const shown = (counts: Row, offerId: string) => ({
  offerId,
  offerName: counts.name,
  eligibleCount: counts.eligible,
  scoredCount: counts.scored,
  selectedCount: counts.selected,
  selectionRate: rate(counts.selected, counts.eligible, 3),
  avgRank: rate(counts.ranks ?? 0, counts.scored, 1),
  rankDistribution: rankDistribution(counts),
});

const sampleIn = ([first]: readonly Row[]) => sampleSize(first?.size ?? 0, CAP);

export const selectionFrequency = defineDashboardType({
  name: "selection_frequency",
  about: "How often offers were eligible, scored and selected, in the newest 10,000 decisions.",
  window: "days",
  segment: true,
  params,
  response,
  plan: (scope, wish) =>
    planOf(
      [statement(scope, wish)],
      (rows: Row[]) => ({
        data: rows.flatMap((one) => (one.offer_id === null ? [] : [shown(one, one.offer_id)])),
        totalTraces: sampleIn(rows).size,
        period: scope.window.period,
      }),
      sampleIn,
    ),
  csv: ({ data }) => {
    const { columns, rows } = tableOf({ shape: row.omit({ rankDistribution: true }).shape }, data);
    return {
      columns: [...columns, ...RANK_COLUMNS],
      rows: rows.map((cells, at) => [...cells, ...(data[at]?.rankDistribution ?? [])]),
    };
  },
  compare: {
    rows: ({ data }) => data.map((one) => ({ key: one.offerId, row: one })),
    fields: {
      eligibleCount: 0,
      scoredCount: 0,
      selectedCount: 0,
      selectionRate: 3,
      avgRank: 1,
    },
  },
});
