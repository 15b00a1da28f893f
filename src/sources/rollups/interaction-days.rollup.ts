import { incoming, type Rollup } from "../rollup.ts";

/** Columns of a cell, after the tenant and the day: how a row `r` of interactions gives them. */
const cellOf = (r: string): string =>
  `${r}.day AS day, coalesce(${r}.offer_id, '') AS offer_id,
   coalesce(${r}.channel_id, '') AS channel_id, ${r}.outcome AS outcome`;

/** Each grain with its offer and channel: what it does not tell apart is ''. */
const GRAINS = [
  { grain: "offer_channel", offer: "offer_id", channel: "channel_id" },
  { grain: "offer", offer: "offer_id", channel: "''" },
  { grain: "channel", offer: "''", channel: "channel_id" },
] as const;

const CELL = "grain, day, offer_id, channel_id, outcome";
const SUMS = "events, valued, value_e4, value_sq";
const VALUED = "CASE WHEN r.conversion_value IS NULL THEN 0 ELSE r.count END";
const SUMMED = `coalesce(sum(r.count), 0), coalesce(sum(${VALUED}), 0),
  coalesce(sum(r.count * r.conversion_value), 0),
  coalesce(sum(r.count * (r.conversion_value / 1e4) * (r.conversion_value / 1e4)), 0.0)`;

const COUNTED = [
  "id",
  "day",
  "offer_id",
  "channel_id",
  "outcome",
  "count",
  "conversion_value",
] as const;
const compared = (r: string): string => COUNTED.map((name) => `${r}.${name}`).join(", ");

const INTO = `INSERT INTO interaction_days (tenant_id, ${CELL}, ${SUMS}, stale)`;

/** What a statement does for cells `c` (day, offer_id, channel_id, outcome), done for every grain. */
const markCells = (cells: string): string => `${INTO} ${GRAINS.map(
  ({ grain, offer, channel }) => `
    SELECT ?1, '${grain}', day, ${offer}, ${channel}, outcome, 0, 0, 0, 0.0, 1 FROM ${cells}`,
).join(" UNION ")} WHERE true
  ON CONFLICT DO UPDATE SET stale = 1`;

// CROSS JOIN fixes the order: look up each incoming row by key, never the other way round.
const STORED = "incoming i CROSS JOIN interactions s ON s.tenant_id = ?1 AND s.id = i.id";
const CHANGED = `WHERE (${compared("s")}) IS NOT (${compared("i")})`;

/** Cells that a put changes rather than adds to: those of a stored row, before and after. */
const markReplaced = (rows: string): string => `
  WITH ${rows},
  replaced AS MATERIALIZED (
    SELECT ${cellOf("s")} FROM ${STORED} ${CHANGED}
    UNION SELECT ${cellOf("i")} FROM ${STORED} ${CHANGED})
  ${markCells("replaced")}`;

const markDeleted = (rows: string): string => `
  WITH ${rows}, gone AS MATERIALIZED (SELECT DISTINCT ${cellOf("s")} FROM ${STORED})
  ${markCells("gone")}`;

const addNew = (rows: string): string => `
  WITH ${rows},
  added(day, offer_id, channel_id, outcome, ${SUMS}) AS MATERIALIZED (
    SELECT ${cellOf("r")}, ${SUMMED}
    FROM incoming r
    WHERE NOT EXISTS (SELECT 1 FROM interactions s WHERE s.tenant_id = ?1 AND s.id = r.id)
    GROUP BY 1, 2, 3, 4)
  ${INTO} ${GRAINS.map(
    ({ grain, offer, channel }) => `
      SELECT ?1, '${grain}', day, ${offer}, ${channel}, outcome,
        sum(events), sum(valued), sum(value_e4), sum(value_sq), 0
      FROM added WHERE true GROUP BY 3, 4, 5, 6`,
  ).join(" UNION ALL ")}
  ON CONFLICT DO UPDATE SET events = events + excluded.events, valued = valued + excluded.valued,
    value_e4 = value_e4 + excluded.value_e4, value_sq = value_sq + excluded.value_sq`;

/** Computes the stale cells of a grain anew. */
const recompute = (grain: string, sums: string): string => `
  UPDATE interaction_days AS c SET (${SUMS}) = (${sums})
  WHERE c.tenant_id = ? AND c.stale = 1 AND c.grain = '${grain}'`;

// IS and nullif keep the index of interactions on its cell usable; coalesce on its side would not.
const FROM_ROWS = `SELECT ${SUMMED} FROM interactions r
  WHERE r.tenant_id = c.tenant_id AND r.day = c.day AND r.offer_id IS nullif(c.offer_id, '')
    AND r.channel_id IS nullif(c.channel_id, '') AND r.outcome = c.outcome`;

const fromCells = (dimension: string): string => `
  SELECT coalesce(sum(d.events), 0), coalesce(sum(d.valued), 0), coalesce(sum(d.value_e4), 0),
    coalesce(sum(d.value_sq), 0.0)
  FROM interaction_days d
  WHERE d.tenant_id = c.tenant_id AND d.grain = 'offer_channel' AND d.day = c.day
    AND d.${dimension} = c.${dimension} AND d.outcome = c.outcome`;

const AFTER = [
  recompute("offer_channel", FROM_ROWS),
  recompute("offer", fromCells("offer_id")),
  recompute("channel", fromCells("channel_id")),
  "DELETE FROM interaction_days WHERE tenant_id = ? AND stale = 1 AND events = 0",
  "UPDATE interaction_days SET stale = 0 WHERE tenant_id = ? AND stale = 1",
];

/**
 * Interactions per day and outcome, by offer and channel, by offer, and by channel. A new row adds
 * to its cells; a replaced or deleted one has them recomputed (sums of squares cannot be subtracted
 * exactly), the finest from the rows and the others from the finest.
 */
export const interactionDaysRollup: Rollup = {
  beforePut(db, change) {
    const { table, json } = incoming(change, COUNTED);
    return [markReplaced(table), addNew(table)].map((sql) =>
      db.prepare(sql).bind(change.tenantId, json),
    );
  },
  beforeDelete(db, change) {
    const { table, json } = incoming(change);
    return [db.prepare(markDeleted(table)).bind(change.tenantId, json)];
  },
  after: (db, { tenantId }) => AFTER.map((sql) => db.prepare(sql).bind(tenantId)),
};
