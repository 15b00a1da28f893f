import { env } from "cloudflare:test";
import { NOW } from "./fixtures.ts";

const DAY = 86_400_000;
const TODAY = Math.floor(NOW / DAY) * DAY;

/**
 * How much to make. Offers, channels, outcomes and days are digits of an event's number, so that
 * every cell of the roll-up is filled as soon as there are enough events.
 */
export interface Size {
  interactions: number;
  days: number;
  offers: number;
  channels: number;
  customers: number;
}

const NUMBERS = `WITH RECURSIVE n(i) AS (
  SELECT CAST(?2 AS INTEGER) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?3)`;
const CHUNK = 100_000;

const interactions = ({ days, offers, channels, customers }: Size): string => `${NUMBERS}
  INSERT INTO interactions
    (tenant_id, id, customer_id, offer_id, channel_id, outcome, timestamp, conversion_value, count, day)
  SELECT ?1, 'i' || i, 'c' || (i * 7919 % ${customers}), 'o' || (i / 3 % ${offers}),
    'ch' || (i / ${3 * offers} % ${channels}), outcome, at,
    CASE WHEN outcome = 'convert' THEN i % 90 * 10000 END, 1, at / ${DAY}
  FROM (SELECT i, CASE i % 3 WHEN 0 THEN 'impression' WHEN 1 THEN 'click' ELSE 'convert' END AS outcome,
    ${TODAY} + 50000000 - (i / ${3 * offers * channels} % ${days}) * ${DAY} - i * 7919 % 36000 * 1000 AS at
    FROM n)`;

const rollUp = (grain: string, offer: string, channel: string): string => `
  INSERT INTO interaction_days (tenant_id, grain, day, offer_id, channel_id, outcome,
    events, valued, value_e4, value_sq, stale)
  SELECT tenant_id, '${grain}', day, ${offer}, ${channel}, outcome, sum(count),
    count(conversion_value), coalesce(sum(conversion_value), 0),
    coalesce(sum((conversion_value / 1e4) * (conversion_value / 1e4)), 0.0), 0
  FROM interactions WHERE tenant_id = ?1 GROUP BY 3, 4, 5, 6`;

const ROLL_UPS = [
  rollUp("offer_channel", "offer_id", "channel_id"),
  rollUp("offer", "offer_id", "''"),
  rollUp("channel", "''", "channel_id"),
];

/** Interactions made inside the database, with their roll-up; offers and channels are the caller's. */
export async function makeInteractions(tenantId: string, size: Size): Promise<void> {
  for (let from = 0; from < size.interactions; from += CHUNK) {
    const end = Math.min(from + CHUNK, size.interactions);
    await env.DB.prepare(interactions(size)).bind(tenantId, from, end).run();
  }
  for (const sql of ROLL_UPS) await env.DB.prepare(sql).bind(tenantId).run();
}

export const offersAndChannels = ({ offers, channels }: Size) => ({
  offers: Array.from({ length: offers }, (_, at) => ({
    id: `o${at}`,
    name: `Offer ${at}`,
    status: "active",
    category_id: `cat${at % 3}`,
  })),
  channels: Array.from({ length: channels }, (_, at) => ({ id: `ch${at}`, name: `Channel ${at}` })),
});
