import { type Change, incoming, type Rollup } from "../rollup.ts";

/** What traces `t` add to a day of `trace_days`, in the order of its columns. */
const TRACE_COUNTS = {
  traces: "count(*)",
  degraded: "count(*) FILTER (WHERE t.degraded_scoring = 1)",
  scoring: "count(*) FILTER (WHERE t.scored_count > 0 OR t.degraded_scoring = 1)",
  selecting: "count(*) FILTER (WHERE json_array_length(t.selected_offers) > 0)",
} as const;

/** What facts `o` add to an offer of a day. */
const TRACE_OFFER_COUNTS = {
  selected: "sum(o.selected)",
  blocked: "sum(o.blocked)",
} as const;

type Sign = 1 | -1;

const columns = (counts: object): string => Object.keys(counts).join(", ");
const signed = (counts: object, sign: Sign): string =>
  Object.values(counts)
    .map((count) => `${sign} * ${count}`)
    .join(", ");
const added = (counts: object): string =>
  Object.keys(counts)
    .map((name) => `${name} = ${name} + excluded.${name}`)
    .join(", ");

/** The stored traces of a change; IN, for a list of keys to delete may name one twice. */
const STORED = "t.tenant_id = ?1 AND t.id IN (SELECT id FROM incoming)";

const countDays = (table: string, sign: Sign): string => `
  WITH ${table}
  INSERT INTO trace_days (tenant_id, day, ${columns(TRACE_COUNTS)})
  SELECT ?1, t.day, ${signed(TRACE_COUNTS, sign)} FROM decision_traces t WHERE ${STORED} GROUP BY 2
  ON CONFLICT DO UPDATE SET ${added(TRACE_COUNTS)}`;

// CROSS JOIN fixes the order: from the traces to their facts by key.
const countOffers = (table: string, sign: Sign): string => `
  WITH ${table}
  INSERT INTO trace_offer_days (tenant_id, day, offer_id, ${columns(TRACE_OFFER_COUNTS)})
  SELECT ?1, t.day, o.offer_id, ${signed(TRACE_OFFER_COUNTS, sign)}
  FROM decision_traces t
  CROSS JOIN trace_offers o ON o.tenant_id = ?1 AND o.trace_id = t.id AND o.entry_no = 0
  WHERE ${STORED} AND (o.selected = 1 OR o.blocked = 1) GROUP BY 2, 3
  ON CONFLICT DO UPDATE SET ${added(TRACE_OFFER_COUNTS)}`;

function countStored(db: D1Database, change: Change, sign: Sign): D1PreparedStatement[] {
  const { table, json } = incoming(change, ["id"]);
  return [countDays, countOffers].map((sql) =>
    db.prepare(sql(table, sign)).bind(change.tenantId, json),
  );
}

const takeAway = (db: D1Database, change: Change) => countStored(db, change, -1);

/**
 * Traces per day, and per day and offer. What the traces of a change count as they are stored is
 * taken away before and added again after: right for new, replaced, moved and deleted ones alike,
 * and for a batch that runs twice. All sums are whole numbers, so nothing drifts; a day that lost
 * its last trace stays with zeros.
 */
export const traceDaysRollup: Rollup = {
  beforePut: takeAway,
  beforeDelete: takeAway,
  after: (db, change) => countStored(db, change, 1),
};
