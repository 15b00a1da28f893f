import { type SQL, sql } from "drizzle-orm";
import { planOf } from "../dashboard-type.ts";
import { rate } from "../numbers.ts";

const HOUR_MS = 3_600_000;

const STAGES = [
  { stage: "Initial Candidates", column: "candidate_count" },
  { stage: "After Qualification", column: "after_qualification" },
  { stage: "After Suppression", column: "after_suppression" },
  { stage: "After Contact Policy", column: "after_contact_policy" },
  { stage: "After Scoring", column: "scored_count" },
] as const;

/** Of the traces that carry a figure: their number and its sum; and both ends where they carry both. */
const figures = (column: string): SQL => {
  const figure = sql.identifier(column);
  const named = (what: string) => sql.identifier(`${column}_${what}`);
  return sql`count(${figure}) AS ${named("carriers")}, sum(${figure}) AS ${named("total")},
    sum(candidate_count) FILTER (WHERE ${figure} IS NOT NULL) AS ${named("initial")},
    sum(${figure}) FILTER (WHERE candidate_count IS NOT NULL) AS ${named("kept")}`;
};

/** Of `many` ascending values the one at place ⌈percent/100 · many⌉. */
const percentile = (percent: SQL): SQL =>
  sql`coalesce(max(CASE WHEN place = (${percent} * many + 99) / 100 THEN total_latency_ms END), 0)`;

const inWindow = (tenantId: string, from: number, now: number): SQL => sql`
  FROM decision_traces
  WHERE tenant_id = ${tenantId} AND created_at >= ${from} AND created_at <= ${now}`;

type FigureRow = Record<string, number | null>;

interface Durations {
  p50: number;
  p95: number;
  p99: number;
}

/** How the traces of the last hours narrowed their candidates, and how long they took. */
export function decisionPipelinePlan(tenantId: string, windowHours: number, now: number) {
  const window = inWindow(tenantId, now - windowHours * HOUR_MS, now);
  const columns = sql.join(
    STAGES.map(({ column }) => figures(column)),
    sql`, `,
  );
  return planOf(
    [
      sql`SELECT count(*) AS traces, ${columns} ${window}`,
      sql`WITH latencies AS (
          SELECT total_latency_ms, row_number() OVER (ORDER BY total_latency_ms) AS place,
            count(*) OVER () AS many
          ${window} AND total_latency_ms IS NOT NULL)
        SELECT ${percentile(sql`50`)} AS p50, ${percentile(sql`95`)} AS p95,
          ${percentile(sql`99`)} AS p99
        FROM latencies`,
    ],
    ([row = {}]: FigureRow[], [durations]: Durations[]) => {
      const of = (column: string, what: string) => row[`${column}_${what}`] ?? 0;
      const filtered = (column: string) => {
        const initial = of(column, "initial");
        return rate(initial - of(column, "kept"), initial, 4);
      };
      return {
        windowHours,
        traceCount: row["traces"] ?? 0,
        durationMs: durations ?? { p50: 0, p95: 0, p99: 0 },
        funnel: STAGES.map(({ stage, column }) => ({
          stage,
          avg: rate(of(column, "total"), of(column, "carriers"), 2),
        })),
        filterRates: {
          qualification: filtered("after_qualification"),
          suppression: filtered("after_suppression"),
          contactPolicy: filtered("after_contact_policy"),
          scoring: filtered("scored_count"),
        },
      };
    },
  );
}
