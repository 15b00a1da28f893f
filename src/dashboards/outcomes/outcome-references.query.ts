import type { Db } from "#shared";

/** A selected offer of a recommendation's newest trace. */
export interface SelectedEntry {
  request_id: string;
  /** From 1, as listed. */
  place: number;
  rank: number | null;
  offer_id: string;
  creative_id: string | null;
  creative_channel_id: string | null;
  /** The trace's. */
  channel_id: string | null;
}

export interface StoredOutcome {
  id: string;
  offer_id: string | null;
  creative_id: string | null;
  channel_id: string | null;
  outcome: string;
}

/** What a portion of outcomes refers to, as far as the tenant has it. */
export interface Known {
  stored: ReadonlyMap<string, StoredOutcome>;
  /** Category by key. */
  outcomes: ReadonlyMap<string, string>;
  creatives: ReadonlyMap<string, { offer_id: string; channel_id: string }>;
  offers: ReadonlySet<string>;
  /** By request id; a recommendation without a trace is absent. */
  selected: ReadonlyMap<string, readonly SelectedEntry[]>;
}

interface Wanted {
  ids: readonly string[];
  creatives: readonly string[];
  offers: readonly string[];
  requests: readonly string[];
}

const IN = "IN (SELECT value FROM json_each(?2))";
const STORED = `
  SELECT id, offer_id, creative_id, channel_id, outcome FROM interactions
  WHERE tenant_id = ?1 AND id ${IN}`;
const OUTCOMES = "SELECT key, category FROM outcome_types WHERE tenant_id = ?1";
const CREATIVES = `
  SELECT id, offer_id, channel_id FROM creatives WHERE tenant_id = ?1 AND id ${IN}`;
const OFFERS = `SELECT id FROM offers WHERE tenant_id = ?1 AND id ${IN}`;
// A trace without selected offers still gives a row: the recommendation is known, its rank is not.
const SELECTED = `
  SELECT r.value AS request_id, e.key + 1 AS place, e.value ->> 'rank' AS rank,
    e.value ->> 'offer_id' AS offer_id, e.value ->> 'creative_id' AS creative_id,
    c.channel_id AS creative_channel_id, t.channel_id AS channel_id
  FROM json_each(?2) r
  CROSS JOIN decision_traces t ON t.tenant_id = ?1 AND t.id = (
    SELECT n.id FROM decision_traces n WHERE n.tenant_id = ?1 AND n.request_id = r.value
    ORDER BY n.created_at DESC, n.id DESC LIMIT 1)
  LEFT JOIN json_each(coalesce(t.selected_offers, '[]')) e
  LEFT JOIN creatives c ON c.tenant_id = ?1 AND c.id = e.value ->> 'creative_id'`;

const byId = <Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [row.id, row]));

/** Everything in one call; lists are parameters, so their length does not matter. */
export async function readReferences(db: Db, tenantId: string, wanted: Wanted): Promise<Known> {
  const listed = (sql: string, ids: readonly string[]) =>
    db.prepare(sql).bind(tenantId, JSON.stringify(ids));
  const results = await db.batch<object>([
    listed(STORED, wanted.ids),
    db.prepare(OUTCOMES).bind(tenantId),
    listed(CREATIVES, wanted.creatives),
    listed(OFFERS, wanted.offers),
    listed(SELECTED, wanted.requests),
  ]);
  // The rows of each statement, as it selects them.
  const rows = <Row>(at: number) => (results[at]?.results ?? []) as Row[];
  const entries = rows<SelectedEntry>(4);
  return {
    stored: byId(rows<StoredOutcome>(0)),
    outcomes: new Map(
      rows<{ key: string; category: string }>(1).map(({ key, category }) => [key, category]),
    ),
    creatives: byId(rows<{ id: string; offer_id: string; channel_id: string }>(2)),
    offers: new Set(rows<{ id: string }>(3).map(({ id }) => id)),
    selected: Map.groupBy(entries, ({ request_id }) => request_id),
  };
}

/** An outcome as it is stored. */
export async function readStored(db: Db, tenantId: string, id: string) {
  const row = await db
    .prepare(STORED)
    .bind(tenantId, JSON.stringify([id]))
    .first<StoredOutcome>();
  return row ?? undefined;
}
