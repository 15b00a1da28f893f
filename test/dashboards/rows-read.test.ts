import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { dashboardTypes } from "#dashboards";
import { tableScans } from "../kit/query-plans.ts";
import { createServer } from "../kit/server.ts";
import { type Board, createBoard } from "./fixtures.ts";
import { makeInteractions, offersAndChannels } from "./many-events.ts";
import { makeTraces } from "./many-traces.ts";

const SHAPE = { days: 40, offers: 20, channels: 4, customers: 500 };
const OUTCOMES = 3;
const DAYS = 30;
const FEW = { ...SHAPE, interactions: 12_000, traces: 14_000 };
/** `VITE_BENCH_EVENTS=1000000` is the size of the target, with 100,000 traces. */
const INTERACTIONS = Number(import.meta.env["VITE_BENCH_EVENTS"] ?? 120_000);
const MANY = { ...SHAPE, interactions: INTERACTIONS, traces: Math.max(42_000, INTERACTIONS / 10) };

const server = createServer();
const boardOf = async (size: typeof FEW): Promise<Board> => {
  const board = await createBoard([offersAndChannels(size)], server);
  await makeInteractions(board.tenantId, size);
  await makeTraces(board.tenantId, size);
  return board;
};
const boards = [await boardOf(FEW), await boardOf(MANY)] as const;

/** Every cell of the window is filled: today's too. */
const CELLS = (DAYS + 1) * SHAPE.offers * SHAPE.channels * OUTCOMES;
const CATALOGUE = 300;
const SAMPLE = 40;
/** The look at what follows a range counts where there is something. */
const BEYOND_RANGES = 20;

/** The most rows that a type may read. */
const BOUNDS: Record<string, { query?: string; most: number }> = {
  summary: { most: CATALOGUE },
  acceptance_rate: { most: CELLS },
  offer_performance: { most: CELLS },
  channel_effectiveness: { most: CELLS },
  budget_burn: { most: CATALOGUE },
  funnel: { most: CATALOGUE },
  attribution_summary: { most: CATALOGUE },
  daily_trend: { most: CELLS },
  model_metrics_trend: { most: CATALOGUE },
  latency_trend: { most: CATALOGUE },
  // Sorting counts every cell a second time.
  offer_performance_grouped: { most: 2.2 * CELLS },
  revenue_trend: { most: CELLS },
  policy_impact: { most: CATALOGUE },
  score_distribution: { query: "&groupBy=category", most: SAMPLE * 10_000 },
  degraded_scoring: { most: 3 * DAYS },
  selection_frequency: { most: SAMPLE * 10_000 },
  why_not_ranked: { query: "&offerId=o1", most: SAMPLE * 1_000 },
  // Two windows, half as long each, by two dimensions.
  anomaly_candidates: { query: "&days=15", most: CELLS },
};

const rowsRead = async (board: Board, query: string): Promise<number> =>
  (await board.read(`${query}&days=${DAYS}&meta=1`)).meta.rowsRead;

describe("rows read of dense data", () => {
  it.each(dashboardTypes.map(({ name }) => name))(
    "%s: in proportion to days × offers or to its cap, whatever the number of events",
    async (name) => {
      const { query = "", most = 0 } = BOUNDS[name] ?? {};
      const few = await rowsRead(boards[0], `type=${name}${query}`);
      const many = await rowsRead(boards[1], `type=${name}${query}`);
      expect(many).toBeLessThanOrEqual(most);
      expect(many).toBeLessThanOrEqual(1.05 * few + BEYOND_RANGES);
    },
  );

  it.each(["channelId=rare", "decisionFlowId=rare", "channelId=rare&decisionFlowId=none"])(
    "selection_frequency with %s passes over the window's index, a row a trace",
    async (filter) => {
      const [, many] = boards;
      const from = server.calls.length;
      const read = await rowsRead(many, `type=selection_frequency&${filter}`);
      expect(read).toBeLessThanOrEqual(1.1 * MANY.traces * (DAYS / SHAPE.days) + CATALOGUE);
      const calls = server.calls.slice(from);
      expect(await tableScans(env.DB, calls, ["c", "n", "newest", "s", "r", "sampled"])).toEqual(
        [],
      );
    },
  );
});

const ROLLUPS = [
  "SELECT grain, day, offer_id, channel_id, outcome, events, valued, value_e4, value_sq FROM interaction_days WHERE tenant_id = ? ORDER BY 1, 2, 3, 4, 5",
  "SELECT day, traces, degraded, scoring, selecting FROM trace_days WHERE tenant_id = ? ORDER BY 1",
  "SELECT day, offer_id, selected, blocked FROM trace_offer_days WHERE tenant_id = ? ORDER BY 1, 2",
  "SELECT trace_id, offer_id, entry_no, rejected, passed, blocked, scored, selected, rank, selected_rank, score FROM trace_offers WHERE tenant_id = ? ORDER BY 1, 2, 3",
];
const tables = (tenantId: string) =>
  Promise.all(ROLLUPS.map(async (sql) => (await env.DB.prepare(sql).bind(tenantId).all()).results));

const EVENTS = `SELECT id, customer_id, offer_id, channel_id, outcome,
    strftime('%Y-%m-%dT%H:%M:%SZ', timestamp / 1000, 'unixepoch') AS timestamp,
    conversion_value / 10000 AS conversion_value FROM interactions WHERE tenant_id = ?`;
const TRACES = `SELECT id, customer_id, channel_id, decision_flow_id,
    strftime('%Y-%m-%dT%H:%M:%SZ', created_at / 1000, 'unixepoch') AS created_at,
    CASE degraded_scoring WHEN 1 THEN 'true' ELSE 'false' END AS degraded_scoring,
    qualification_results, contact_policy_results, scoring_results, selected_offers
  FROM decision_traces WHERE tenant_id = ?`;
const JSON_COLUMNS = /_results$|^selected_offers$|^degraded_scoring$/;

const records = async (sql: string, tenantId: string) => {
  const { results } = await env.DB.prepare(sql).bind(tenantId).all();
  return results.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]): [string, unknown] =>
        JSON_COLUMNS.test(name) && typeof value === "string"
          ? [name, JSON.parse(value)]
          : [name, value],
      ),
    ),
  );
};

it("measures data that is kept as ingestion would keep it", async () => {
  const size = { ...SHAPE, interactions: 3_000, traces: 400 };
  const made = await boardOf(size);
  const ingested = await createBoard([offersAndChannels(size)], server);
  await ingested.put({
    interactions: await records(EVENTS, made.tenantId),
    decision_traces: await records(TRACES, made.tenantId),
  });
  const kept = await tables(ingested.tenantId);
  expect(await tables(made.tenantId)).toEqual(kept);
  expect(kept.map((rows) => rows.length > 100)).toEqual([true, false, true, true]);
});
