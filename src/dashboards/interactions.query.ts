import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "./dashboard-type.ts";
import { type DayPieces, dayPieces } from "./day-pieces.ts";
import { UTC } from "./zones.ts";

const listed = (parts: readonly SQL[]): SQL => sql.join([...parts], sql`, `);

const CELL = sql`i.day AS day, coalesce(i.offer_id, '') AS offer_id,
  coalesce(i.channel_id, '') AS channel_id, i.outcome AS outcome`;
const VALUED = sql`CASE WHEN i.conversion_value IS NULL THEN 0 ELSE i.count END`;
const SQUARED = sql`i.count * (i.conversion_value / 1e4) * (i.conversion_value / 1e4)`;
const sums = (sign: SQL = sql``): SQL => sql`${sign} i.count AS events, ${sign} ${VALUED} AS valued,
  ${sign} i.count * i.conversion_value AS value_e4, ${sign} ${SQUARED} AS value_sq`;

interface Range {
  from: number;
  end: number;
}

const rows = (tenantId: string, { from, end }: Range, sign?: SQL): SQL => sql`
  SELECT ${CELL}, ${sums(sign)} FROM interactions i
  WHERE i.tenant_id = ${tenantId} AND i.timestamp >= ${from} AND i.timestamp < ${end}`;

const members = (tenantId: string, segmentId: string): SQL => sql`
  CROSS JOIN segment_members m ON m.tenant_id = ${tenantId} AND m.segment_id = ${segmentId}`;

/** Raw rows by the local days of a trend. CROSS JOIN fixes the order: days, then their rows. */
function rowsByLocalDay({ tenantId, window, segmentId }: Scope): SQL {
  const { buckets, from, end } = window;
  const edges = buckets.map(({ day, start }, at) => [day, start, buckets[at + 1]?.start ?? end]);
  return sql`
    SELECT e.value ->> 0 AS day, i.outcome AS outcome, ${sums()}
    FROM json_each(${JSON.stringify(edges)}) e
    ${segmentId === undefined ? sql`` : members(tenantId, segmentId)}
    CROSS JOIN interactions i ON i.tenant_id = ${tenantId}
      ${segmentId === undefined ? sql`` : sql`AND i.customer_id = m.customer_id`}
      AND i.timestamp >= max(e.value ->> 1, ${from})
      AND i.timestamp < min(e.value ->> 2, ${end})`;
}

const rowsOfMembers = ({ tenantId, window }: Scope, segmentId: string): SQL => sql`
  SELECT ${CELL}, ${sums()}
  FROM segment_members m CROSS JOIN interactions i
    ON i.tenant_id = m.tenant_id AND i.customer_id = m.customer_id
      AND i.timestamp >= ${window.from} AND i.timestamp < ${window.end}
  WHERE m.tenant_id = ${tenantId} AND m.segment_id = ${segmentId}`;

/** Outcomes by what they count as, with the types as these are now: lists for a WITH clause. */
const outcomeLists = (tenantId: string): SQL => {
  const list = (name: SQL, condition: SQL) => sql`
    ${name} AS (SELECT key FROM outcome_types WHERE tenant_id = ${tenantId} AND ${condition})`;
  return listed([
    list(sql`exposure_keys`, sql`category = 'impression' AND coalesce(is_exposure, 1)`),
    list(sql`response_keys`, sql`category = 'response'`),
    list(sql`positive_keys`, sql`category = 'response' AND classification = 'positive'`),
    list(sql`negative_keys`, sql`category = 'response' AND classification = 'negative'`),
    list(sql`conversion_keys`, sql`category = 'response' AND is_conversion`),
  ]);
};

const among = (list: SQL, measure: SQL): SQL =>
  sql`CASE WHEN outcome IN ${list} THEN ${measure} END`;

/** What a row (outcome, events, valued, value_e4, value_sq) adds to each counter. */
const COUNTERS = {
  events: sql`events`,
  impressions: among(sql`exposure_keys`, sql`events`),
  positive: among(sql`positive_keys`, sql`events`),
  negative: among(sql`negative_keys`, sql`events`),
  conversions: among(sql`conversion_keys`, sql`events`),
  revenue: among(sql`response_keys`, sql`value_e4`),
  valued: among(sql`response_keys`, sql`valued`),
  squares: among(sql`response_keys`, sql`value_sq`),
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

type Wanted = readonly (keyof Counters)[];

const SUMS = sql`events, valued, value_e4, value_sq`;
const SUMMED = sql`sum(events) AS events, sum(valued) AS valued, sum(value_e4) AS value_e4,
  sum(value_sq) AS value_sq`;

/** `counted` out of parts with rows (…by, outcome, events, valued, value_e4, value_sq). */
const countedOf = (tenantId: string, by: SQL, wanted: Wanted, parts: readonly SQL[]): SQL => sql`
  ${outcomeLists(tenantId)},
  counted AS (
    SELECT ${by}, ${listed(
      wanted.map((name) => sql`coalesce(sum(${COUNTERS[name]}), 0) AS ${sql.identifier(name)}`),
    )}
    FROM (${sql.join([...parts], sql` UNION ALL `)}) GROUP BY ${by})`;

const COLUMNS = { day: sql`day`, offer_id: sql`offer_id`, channel_id: sql`channel_id` };
type Dimension = keyof typeof COLUMNS;

/** The grain of the roll-up with the fewest cells that knows these dimensions. */
function grainOf(dimensions: readonly Dimension[]): string {
  if (!dimensions.includes("offer_id")) return "channel";
  return dimensions.includes("channel_id") ? "offer_channel" : "offer";
}

/** Whole days of the roll-up, summed before outcomes are told apart: that is done once a group. */
const daysOfRollup = (
  tenantId: string,
  grain: string,
  by: SQL,
  { firstDay, endDay }: Pick<DayPieces, "firstDay" | "endDay">,
): SQL => sql`
  SELECT ${by}, outcome, ${SUMMED} FROM interaction_days
  WHERE tenant_id = ${tenantId} AND grain = ${grain} AND day >= ${firstDay} AND day < ${endDay}
  GROUP BY ${by}, outcome`;

/**
 * The definitions, for a WITH clause, of `counted(<dimensions>, <wanted counters>)` for the
 * interactions of the scope's window and segment. `day` counts in the window's zone, where other
 * dimensions are not to be had; `''` is no offer or channel.
 */
export function counted(scope: Scope, dimensions: readonly Dimension[], wanted: Wanted): SQL {
  const { tenantId, now, window, segmentId } = scope;
  const by = listed(dimensions.map((name) => COLUMNS[name]));
  const raw = (rowsOfEvents: SQL) => sql`SELECT ${by}, outcome, ${SUMS} FROM (${rowsOfEvents})`;
  const all = (parts: readonly SQL[]) => countedOf(tenantId, by, wanted, parts);
  if (window.zone !== UTC) return all([raw(rowsByLocalDay(scope))]);
  if (segmentId !== undefined) return all([raw(rowsOfMembers(scope, segmentId))]);
  const pieces = dayPieces(window, now);
  return all([
    daysOfRollup(tenantId, grainOf(dimensions), by, pieces),
    ...pieces.added.map((range) => raw(rows(tenantId, range))),
    ...pieces.removed.map((range) => raw(rows(tenantId, range, sql`-`))),
  ]);
}

/** The definition of `counted` by segment and offer: all usable segments, or the scope's one. */
export function countedBySegment({ tenantId, window, segmentId }: Scope, wanted: Wanted): SQL {
  const ofSegments =
    segmentId === undefined
      ? sql`coalesce(s.status, 'active') = 'active'`
      : sql`s.id = ${segmentId}`;
  const events = sql`
    SELECT s.id AS segment_id, i.offer_id, i.outcome, ${sums()}
    FROM segments s
    CROSS JOIN segment_members m ON m.tenant_id = s.tenant_id AND m.segment_id = s.id
    CROSS JOIN interactions i ON i.tenant_id = m.tenant_id AND i.customer_id = m.customer_id
      AND i.timestamp >= ${window.from} AND i.timestamp < ${window.end}
    WHERE s.tenant_id = ${tenantId} AND s.deleted = 0 AND s.materialized_at IS NOT NULL
      AND ${ofSegments}`;
  return countedOf(tenantId, sql`segment_id, offer_id`, wanted, [events]);
}

/** Of offers by their columns `impressions, conversions, revenue, priority, name, offerId`. */
export const performanceOrder = sql`
  impressions DESC, conversions DESC, revenue DESC, priority DESC, name, offerId`;
