import { type SQL, sql } from "drizzle-orm";
import { DAY_MS } from "#shared";
import { rateFinding, revenueFinding } from "./anomaly.ts";
import type { Scope } from "./dashboard-type.ts";
import { counted, type Counters } from "./interactions.query.ts";

/** The same question of the days before the window. */
export function baselineScope(scope: Scope, baselineDays: number): Scope {
  const { window } = scope;
  const from = window.from - baselineDays * DAY_MS;
  return { ...scope, window: { ...window, from, end: window.from } };
}

const COUNTERS = ["impressions", "positive", "revenue", "valued", "squares"] as const;
const DIMENSIONS = {
  offer: { column: "offer_id", table: sql`offers` },
  channel: { column: "channel_id", table: sql`channels` },
} as const;

/** Counters of a window by offer or channel, named where it is not deleted; '' where it is none. */
export function series(scope: Scope, dimension: keyof typeof DIMENSIONS): SQL {
  const { column, table } = DIMENSIONS[dimension];
  const key = sql.identifier(column);
  return sql`
    WITH ${counted(scope, [column], COUNTERS)}
    SELECT c.${key} AS key, d.name, c.impressions, c.positive, c.revenue, c.valued, c.squares
    FROM counted c LEFT JOIN ${table} d
      ON d.tenant_id = ${scope.tenantId} AND d.id = c.${key} AND d.deleted = 0`;
}

type Counted = Pick<Counters, (typeof COUNTERS)[number]>;
export type SeriesRow = Counted & { key: string; name: string | null };
export type DegradedRow = { degraded: number; scoring: number };

const NOTHING: Counted = { impressions: 0, positive: 0, revenue: 0, valued: 0, squares: 0 };

interface Sides {
  before: Counted;
  now: Counted;
}

interface Pair extends Sides {
  about: { dimension: keyof typeof DIMENSIONS; dimensionKey: string; dimensionName: string };
}

/** The rate of answers. */
export const acceptanceOf = ({ before, now }: Sides) =>
  rateFinding({
    x0: before.positive,
    n0: before.impressions,
    x1: now.positive,
    n1: now.impressions,
  });

export const revenueOf = ({ before, now }: Sides, k: number) =>
  revenueFinding(
    {
      m0: before.valued,
      r0: before.revenue,
      q0: before.squares,
      m1: now.valued,
      r1: now.revenue,
      q1: now.squares,
    },
    k,
  );

/** What is known by name in either window, side by side. */
export function pairs(
  dimension: keyof typeof DIMENSIONS,
  current: readonly SeriesRow[],
  baseline: readonly SeriesRow[],
): Pair[] {
  const [now, before] = [current, baseline].map(
    (rows) => new Map(rows.map((one) => [one.key, one])),
  );
  return [...new Map([...(before ?? []), ...(now ?? [])])].flatMap(([key, { name }]) => {
    if (name === null) return [];
    const about = { dimension, dimensionKey: key, dimensionName: name };
    return [{ about, before: before?.get(key) ?? NOTHING, now: now?.get(key) ?? NOTHING }];
  });
}

/** Every interaction has one offer or none, so that offers and none add up to all. */
export const summed = (rows: readonly SeriesRow[]): Counted => ({
  ...NOTHING,
  impressions: rows.reduce((sum, one) => sum + one.impressions, 0),
  positive: rows.reduce((sum, one) => sum + one.positive, 0),
});
