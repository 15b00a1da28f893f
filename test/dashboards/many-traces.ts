import { env } from "cloudflare:test";
import { NOW } from "./fixtures.ts";

const DAY = 86_400_000;
const TODAY = Math.floor(NOW / DAY) * DAY;
const CHUNK = 10_000;

interface Size {
  traces: number;
  days: number;
  offers: number;
  channels: number;
  customers: number;
}

/** Ten offers scored a trace, the best of them mostly selected, others refused now and then. */
const traces = ({ days, offers, channels, customers }: Size): string => `
  WITH RECURSIVE n(i) AS (
    SELECT CAST(?2 AS INTEGER) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?3)
  INSERT INTO decision_traces (tenant_id, id, customer_id, channel_id, decision_flow_id, created_at,
    day, degraded_scoring, total_latency_ms, scored_count, qualification_results,
    contact_policy_results, scoring_results, selected_offers)
  SELECT ?1, 't' || i, 'c' || (i * 7919 % ${customers}),
    CASE WHEN i % 5000 = 0 THEN 'rare' ELSE 'ch' || (i % ${channels}) END,
    CASE WHEN i % 5000 = 1 THEN 'rare' ELSE 'f1' END,
    at, at / ${DAY}, i % 50 = 0, i % 400, 10,
    CASE WHEN i % 3 = 0 THEN json_array(
      json_object('offer_id', 'o' || ((i + 11) % ${offers}), 'passed', json('false'))) END,
    CASE WHEN i % 7 = 0 THEN json_array(
      json_object('offer_id', 'o' || ((i + 12) % ${offers}), 'blocked', json('true'))) END,
    (SELECT json_group_array(json_object('offer_id', 'o' || ((i + value) % ${offers}),
      'score', (95 - value * 9) / 100.0)) FROM json_each('[0,1,2,3,4,5,6,7,8,9]')),
    CASE WHEN i % 5 > 0 THEN json_array(json_object('offer_id', 'o' || (i % ${offers}))) END
  FROM (SELECT i, ${TODAY} + 50000000 - (i * 104729 % (${days} * 86400)) * 1000 AS at FROM n)`;

const FACTS = `
  INSERT INTO trace_offers (tenant_id, trace_id, offer_id, entry_no, rejected, passed, blocked,
    scored, selected, rank, selected_rank, score)
  SELECT t.tenant_id, t.id, e.value ->> 'offer_id', 0, 0, 0, 0, 1,
    e.key = 0 AND t.selected_offers IS NOT NULL, e.key + 1,
    CASE WHEN e.key = 0 AND t.selected_offers IS NOT NULL THEN 1 END, e.value ->> 'score'
  FROM decision_traces t CROSS JOIN json_each(t.scoring_results) e WHERE t.tenant_id = ?1
  UNION ALL
  SELECT t.tenant_id, t.id, e.value ->> 'offer_id', 0, 1, 0, 0, 0, 0, NULL, NULL, NULL
  FROM decision_traces t CROSS JOIN json_each(t.qualification_results) e WHERE t.tenant_id = ?1
  UNION ALL
  SELECT t.tenant_id, t.id, e.value ->> 'offer_id', 0, 0, 0, 1, 0, 0, NULL, NULL, NULL
  FROM decision_traces t CROSS JOIN json_each(t.contact_policy_results) e WHERE t.tenant_id = ?1`;

const DAYS = `
  INSERT INTO trace_days (tenant_id, day, traces, degraded, scoring, selecting)
  SELECT tenant_id, day, count(*), sum(degraded_scoring), count(*), count(selected_offers)
  FROM decision_traces WHERE tenant_id = ?1 GROUP BY day`;

const OFFER_DAYS = `
  INSERT INTO trace_offer_days (tenant_id, day, offer_id, selected, blocked)
  SELECT t.tenant_id, t.day, o.offer_id, sum(o.selected), sum(o.blocked)
  FROM decision_traces t JOIN trace_offers o ON o.tenant_id = t.tenant_id AND o.trace_id = t.id
  WHERE t.tenant_id = ?1 AND (o.selected = 1 OR o.blocked = 1) GROUP BY t.day, o.offer_id`;

/** Traces made inside the database, with the facts and roll-ups that ingestion would keep. */
export async function makeTraces(tenantId: string, size: Size): Promise<void> {
  for (let from = 0; from < size.traces; from += CHUNK) {
    const end = Math.min(from + CHUNK, size.traces);
    await env.DB.prepare(traces(size)).bind(tenantId, from, end).run();
  }
  for (const statement of [FACTS, DAYS, OFFER_DAYS]) {
    await env.DB.prepare(statement).bind(tenantId).run();
  }
}
