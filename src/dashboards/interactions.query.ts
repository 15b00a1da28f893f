import { type SQL, sql } from "drizzle-orm";
import { DAY_MS } from "#shared";
import type { Scope } from "./dashboard-type.ts";
import { UTC } from "./zones.ts";

const CELL = sql`i.day AS day, coalesce(i.offer_id, '') AS offer_id,
  coalesce(i.channel_id, '') AS channel_id, i.outcome AS outcome`;
const VALUED = sql`CASE WHEN i.conversion_value IS NULL THEN 0 ELSE i.count END`;
const SQUARED = sql`i.count * (i.conversion_value / 1e4) * (i.conversion_value / 1e4)`;
const SUMS = sql`i.count AS events, ${VALUED} AS valued, i.count * i.conversion_value AS value_e4,
  ${SQUARED} AS value_sq`;
const NEGATED = sql`-i.count, -(${VALUED}), -i.count * i.conversion_value, -${SQUARED}`;

const rows = (scope: Scope, from: number, end: number, sums: SQL = SUMS): SQL => sql`
  SELECT ${CELL}, ${sums} FROM interactions i
  WHERE i.tenant_id = ${scope.tenantId} AND i.timestamp >= ${from} AND i.timestamp < ${end}`;

/** Whole days of the roll-up, today less what lies after now, and the raw rows of cut days. */
function fromRollup(scope: Scope): SQL {
  const { from, end } = scope.window;
  const first = Math.ceil(from / DAY_MS);
  const last = Math.floor(end / DAY_MS);
  if (first > last) return rows(scope, from, end);
  const endsNow = end === scope.now + 1;
  const days = sql`
    SELECT day, offer_id, channel_id, outcome, events, valued, value_e4, value_sq
    FROM interaction_days
    WHERE tenant_id = ${scope.tenantId} AND day >= ${first} AND day < ${endsNow ? last + 1 : last}`;
  const parts = [days];
  if (from < first * DAY_MS) parts.push(rows(scope, from, first * DAY_MS));
  if (endsNow) parts.push(rows(scope, end, (last + 1) * DAY_MS, NEGATED));
  else if (end > last * DAY_MS) parts.push(rows(scope, last * DAY_MS, end));
  return sql.join(parts, sql` UNION ALL `);
}

/** Raw rows by the local days of a trend. CROSS JOIN fixes the order: days, then their rows. */
function byLocalDay(scope: Scope): SQL {
  const { buckets, end } = scope.window;
  const edges = buckets.map(({ day, start }, at) => [day, start, buckets[at + 1]?.start ?? end]);
  return sql`
    SELECT e.value ->> 0 AS day, coalesce(i.offer_id, '') AS offer_id,
      coalesce(i.channel_id, '') AS channel_id, i.outcome AS outcome, ${SUMS}
    FROM json_each(${JSON.stringify(edges)}) e
    ${scope.segmentId === undefined ? sql`` : members(scope.tenantId, scope.segmentId)}
    CROSS JOIN interactions i ON i.tenant_id = ${scope.tenantId}
      ${scope.segmentId === undefined ? sql`` : sql`AND i.customer_id = m.customer_id`}
      AND i.timestamp >= max(e.value ->> 1, ${scope.window.from})
      AND i.timestamp < min(e.value ->> 2, ${end})`;
}

const members = (tenantId: string, segmentId: string): SQL => sql`
  CROSS JOIN segment_members m ON m.tenant_id = ${tenantId} AND m.segment_id = ${segmentId}`;

const ofMembers = (scope: Scope, segmentId: string): SQL => sql`
  SELECT ${CELL}, ${SUMS}
  FROM segment_members m CROSS JOIN interactions i
    ON i.tenant_id = m.tenant_id AND i.customer_id = m.customer_id
      AND i.timestamp >= ${scope.window.from} AND i.timestamp < ${scope.window.end}
  WHERE m.tenant_id = ${scope.tenantId} AND m.segment_id = ${segmentId}`;

/**
 * Rows (day, offer_id, channel_id, outcome, events, valued, value_e4, value_sq) of the window and
 * segment; several may belong to one cell.
 */
function source(scope: Scope): SQL {
  if (scope.window.zone !== UTC) return byLocalDay(scope);
  return scope.segmentId === undefined ? fromRollup(scope) : ofMembers(scope, scope.segmentId);
}

const RESPONSE = sql`t.category = 'response'`;
const sumIf = (condition: SQL, column: SQL): SQL =>
  sql`coalesce(sum(CASE WHEN ${condition} THEN ${column} END), 0)`;

/** The counters of one group of cells `c` with their outcome types `t` as these are now. */
const COUNTERS = {
  events: sql`coalesce(sum(c.events), 0)`,
  impressions: sumIf(sql`t.category = 'impression' AND coalesce(t.is_exposure, 1)`, sql`c.events`),
  positive: sumIf(sql`${RESPONSE} AND t.classification = 'positive'`, sql`c.events`),
  negative: sumIf(sql`${RESPONSE} AND t.classification = 'negative'`, sql`c.events`),
  conversions: sumIf(sql`${RESPONSE} AND t.is_conversion`, sql`c.events`),
  revenue: sumIf(RESPONSE, sql`c.value_e4`),
  valued: sumIf(RESPONSE, sql`c.valued`),
  squares: sumIf(RESPONSE, sql`c.value_sq`),
};

export interface Counters {
  events: number;
  impressions: number;
  positive: number;
  negative: number;
  conversions: number;
  /** Ten-thousandths; `valued` events have a value, `squares` sums its square in whole units. */
  revenue: number;
  valued: number;
  squares: number;
}

/**
 * The definition, for a WITH clause, of `counted(<by>, events, impressions, positive, negative,
 * conversions, revenue, valued, squares)`: one row for each group of the rows of `cells`. Outcome
 * types are joined once a group and outcome, not once a cell.
 */
const countedBy = (tenantId: string, by: SQL, rowsOfCells: SQL): SQL => sql`
  sums AS (
    SELECT ${by}, outcome, sum(events) AS events, sum(valued) AS valued,
      sum(value_e4) AS value_e4, sum(value_sq) AS value_sq
    FROM (${rowsOfCells}) GROUP BY ${by}, outcome),
  counted(${by}, events, impressions, positive, negative, conversions, revenue, valued, squares) AS (
    SELECT ${by}, ${sql.join(Object.values(COUNTERS), sql`, `)}
    FROM sums c LEFT JOIN outcome_types t ON t.tenant_id = ${tenantId} AND t.key = c.outcome
    GROUP BY ${by})`;

const COLUMNS = { day: sql`day`, offer_id: sql`offer_id`, channel_id: sql`channel_id` };

/**
 * The definition of `counted` for the interactions of the scope's window and segment, by day,
 * offer or channel. `day` counts in the window's zone; `''` is no offer or channel.
 */
export function counted(scope: Scope, dimensions: readonly (keyof typeof COLUMNS)[]): SQL {
  const by = dimensions.map((name) => COLUMNS[name]);
  return countedBy(scope.tenantId, sql.join(by, sql`, `), source(scope));
}

/** The definition of `counted` by segment and offer: all usable segments, or the scope's one. */
export function countedBySegment({ tenantId, window, segmentId }: Scope): SQL {
  const wanted =
    segmentId === undefined
      ? sql`coalesce(s.status, 'active') = 'active'`
      : sql`s.id = ${segmentId}`;
  return countedBy(
    tenantId,
    sql`segment_id, offer_id`,
    sql`
      SELECT s.id AS segment_id, i.offer_id, i.outcome, ${SUMS}
      FROM segments s
      CROSS JOIN segment_members m ON m.tenant_id = s.tenant_id AND m.segment_id = s.id
      CROSS JOIN interactions i ON i.tenant_id = m.tenant_id AND i.customer_id = m.customer_id
        AND i.timestamp >= ${window.from} AND i.timestamp < ${window.end}
      WHERE s.tenant_id = ${tenantId} AND s.deleted = 0 AND s.materialized_at IS NOT NULL
        AND ${wanted}`,
  );
}

/** Of offers by their columns `impressions, conversions, revenue, priority, name, offerId`. */
export const performanceOrder = sql`
  impressions DESC, conversions DESC, revenue DESC, priority DESC, name, offerId`;
