import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "./dashboard-type.ts";

/** From the members to their traces: a segment is small beside a window's traces. */
const source = ({ tenantId, segmentId }: Scope): SQL =>
  segmentId === undefined
    ? sql`decision_traces t WHERE`
    : sql`segment_members m CROSS JOIN decision_traces t
        ON t.tenant_id = m.tenant_id AND t.customer_id = m.customer_id
      WHERE m.tenant_id = ${tenantId} AND m.segment_id = ${segmentId} AND`;

interface SampleWish {
  /** A condition on `t` that begins with AND. */
  filter?: SQL;
  /** Without it `channel_id` is null, and the index alone tells the sample. */
  withChannel?: boolean;
}

/**
 * The definitions, for a WITH clause, of `sample(id, channel_id)`: the newest `cap` traces of window
 * and segment that pass the filter, and of `sampled(size)`: their number, and one more where the
 * cap cut something.
 */
export const sampleOf = (
  scope: Scope,
  cap: number,
  { filter = sql``, withChannel = false }: SampleWish = {},
): SQL => sql`
  newest(id, channel_id, created_at) AS MATERIALIZED (
    SELECT t.id, ${withChannel ? sql`t.channel_id` : sql`NULL`}, t.created_at FROM ${source(scope)} t.tenant_id = ${scope.tenantId}
      AND t.created_at >= ${scope.window.from} AND t.created_at < ${scope.window.end} ${filter}
    ORDER BY t.created_at DESC, t.id DESC LIMIT ${cap + 1}),
  sample AS MATERIALIZED (
    SELECT id, channel_id FROM newest ORDER BY created_at DESC, id DESC LIMIT ${cap}),
  sampled(size) AS (SELECT count(*) FROM newest)`;

/** How many traces a sample has, and whether its cap cut something. */
export const sampleSize = (size: number, cap: number): { size: number; cut: boolean } => ({
  size: Math.min(size, cap),
  cut: size > cap,
});

/** The facts of the sample's traces about each offer, joined to `sample s` as `o`. */
export const factsOf = (tenantId: string): SQL => sql`
  sample s CROSS JOIN trace_offers o
    ON o.tenant_id = ${tenantId} AND o.trace_id = s.id AND o.entry_no = 0`;

const RANKS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

export type RankCounts = Record<`rank${number}`, number | null>;

/** Of facts `o`: traces that scored the offer at each of the first ten ranks, as rank1 … rank10. */
export const rankCounts: SQL = sql.join(
  RANKS.map(
    (rank) =>
      sql`count(*) FILTER (WHERE o.scored = 1 AND o.rank = ${rank}) AS ${sql.identifier(`rank${rank}`)}`,
  ),
  sql`, `,
);

export const rankDistribution = (row: RankCounts): number[] =>
  RANKS.map((rank) => row[`rank${rank}`] ?? 0);

export const RANK_COLUMNS: readonly string[] = RANKS.map((rank) => `rank${rank}`);
