import { incoming, type Rollup } from "../rollup.ts";

/** The cell of a row and what the row adds to it, for the table alias `r`. */
const cellOf = (r: string): string =>
  `${r}.day, coalesce(${r}.offer_id, ''), coalesce(${r}.channel_id, ''), ${r}.outcome`;

const CELL = "day, offer_id, channel_id, outcome";
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

// CROSS JOIN fixes the order: look up each incoming row by key, never the other way round.
const INTO = `INSERT INTO interaction_days (tenant_id, ${CELL}, ${SUMS}, stale)`;
const AS_STALE = `ON CONFLICT DO UPDATE SET stale = 1`;

/** Cells that a put changes rather than adds to: those of a stored row, before and after. */
const markReplaced = (table: string): string => `
  WITH ${table},
  replaced(d0, o0, c0, k0, d1, o1, c1, k1) AS MATERIALIZED (
    SELECT ${cellOf("s")}, ${cellOf("i")}
    FROM incoming i CROSS JOIN interactions s ON s.tenant_id = ?1 AND s.id = i.id
    WHERE (${compared("s")}) IS NOT (${compared("i")}))
  ${INTO}
  SELECT ?1, d0, o0, c0, k0, 0, 0, 0, 0.0, 1 FROM replaced
  UNION SELECT ?1, d1, o1, c1, k1, 0, 0, 0, 0.0, 1 FROM replaced WHERE true
  ${AS_STALE}`;

const addNew = (table: string): string => `
  WITH ${table}
  ${INTO}
  SELECT ?1, ${cellOf("r")}, ${SUMMED}, 0
  FROM incoming r
  WHERE NOT EXISTS (SELECT 1 FROM interactions s WHERE s.tenant_id = ?1 AND s.id = r.id)
  GROUP BY 2, 3, 4, 5
  ON CONFLICT DO UPDATE SET events = events + excluded.events, valued = valued + excluded.valued,
    value_e4 = value_e4 + excluded.value_e4, value_sq = value_sq + excluded.value_sq`;

const markDeleted = (table: string): string => `
  WITH ${table}
  ${INTO}
  SELECT DISTINCT ?1, ${cellOf("s")}, 0, 0, 0, 0.0, 1
  FROM incoming i CROSS JOIN interactions s ON s.tenant_id = ?1 AND s.id = i.id WHERE true
  ${AS_STALE}`;

// IS and nullif keep the index of interactions on its cell usable; coalesce on its side would not.
const RECOMPUTE_STALE = `
  UPDATE interaction_days AS c SET (${SUMS}) = (
    SELECT ${SUMMED} FROM interactions r
    WHERE r.tenant_id = c.tenant_id AND r.day = c.day AND r.offer_id IS nullif(c.offer_id, '')
      AND r.channel_id IS nullif(c.channel_id, '') AND r.outcome = c.outcome)
  WHERE c.tenant_id = ? AND c.stale = 1`;

const DROP_EMPTY = "DELETE FROM interaction_days WHERE tenant_id = ? AND stale = 1 AND events = 0";
const UNMARK = "UPDATE interaction_days SET stale = 0 WHERE tenant_id = ? AND stale = 1";

/**
 * Interactions per day, offer, channel and outcome. A new row adds to its cell; a replaced or
 * deleted one has its cells recomputed from the rows (sums of squares cannot be subtracted exactly).
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
  after: (db, { tenantId }) =>
    [RECOMPUTE_STALE, DROP_EMPTY, UNMARK].map((sql) => db.prepare(sql).bind(tenantId)),
};
