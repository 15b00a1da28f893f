import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { ReportSummary, SummaryScope } from "../../report-type.ts";
import { SOURCE_TYPES } from "./acquisition.query.ts";
import { TIER_LABELS, TIERS } from "./funnel-tiers.ts";

type Rows = readonly Record<string, unknown>[];

const MOST = 20;

/** The lists of the most frequent values: of which column, among which rows. */
const TOPS: { name: string; column: string; among?: SQL }[] = [
  { name: "top_asset_slugs", column: "asset_slug", among: sql`source_type = 'USER_INVITE'` },
  {
    name: "top_event_slugs",
    column: "event_slug",
    among: sql`source_type IN ('USER_INVITE', 'EVENT_RSVP', 'EVENT_ATTENDED')`,
  },
  { name: "top_utm_sources", column: "utm_source" },
  { name: "top_utm_campaigns", column: "utm_campaign" },
  { name: "top_conversion_urls", column: "conversion_url" },
];

const FROM = sql`FROM acquisition_reports WHERE`;

const cells = ({ rows }: SummaryScope): SQL =>
  sql`SELECT source_type, funnel_tier, deal_status, count(*) AS count,
      sum(team_seat_invite) AS team_seats
    ${FROM} ${rows} GROUP BY source_type, funnel_tier, deal_status`;

/** Who came: the user, else the address. A user id and an equal text stay apart. */
const IDENTITY = sql`CASE WHEN user_id IS NOT NULL THEN user_id
  WHEN email <> '' THEN email END`;

const identities = ({ rows }: SummaryScope): SQL =>
  sql`SELECT tier, count(*) AS count, sum(academies > 1) AS crossing FROM (
      SELECT min(funnel_tier) AS tier, count(DISTINCT academy_id) AS academies
      FROM (SELECT ${IDENTITY} AS identity, funnel_tier, academy_id ${FROM} ${rows})
      WHERE identity IS NOT NULL GROUP BY identity)
    GROUP BY tier`;

const top = ({ rows }: SummaryScope, { column, among = sql`1` }: (typeof TOPS)[number]): SQL => {
  const value = sql.identifier(column);
  return sql`SELECT ${value}, count(*) AS count ${FROM} ${rows} AND ${among} AND ${value} <> ''
    GROUP BY ${value} ORDER BY count DESC, ${value} LIMIT ${MOST}`;
};

/** The sum of a column for each key; keys that have no row are 0. */
function summed(keys: readonly string[], groups: Rows, by: string): Record<string, number> {
  const sums = Object.fromEntries(keys.map((key) => [key, 0]));
  for (const row of groups) {
    const key = String(row[by]);
    sums[key] = (sums[key] ?? 0) + Number(row["count"]);
  }
  return sums;
}

const labelled = (byTier: Record<string, number>) =>
  Object.fromEntries(TIERS.map((tier) => [TIER_LABELS[tier], byTier[tier] ?? 0]));

const total = (groups: Rows, column: string): number =>
  groups.reduce((sum, row) => sum + Number(row[column]), 0);

const counts = z.record(z.string(), z.int());
const topSchema = (column: string) =>
  z.array(z.object({ [column]: z.string(), count: z.int() })).describe(`At most ${MOST}.`);

/** Who came from where, over all filtered rows. */
export const acquisitionSummary: ReportSummary = {
  schema: z.object({
    report_row_count: z.int(),
    unique_identities: z.int().describe("Users and, where no user is known, addresses."),
    cross_academy_identities: z.int().describe("Identities in more than one academy."),
    by_source_type: counts,
    by_funnel_tier: counts,
    by_funnel_tier_label: counts,
    by_funnel_tier_identities: counts.describe("Each identity once, at its best tier."),
    by_funnel_tier_label_identities: counts,
    ...Object.fromEntries(TOPS.map(({ name, column }) => [name, topSchema(column)])),
    by_deal_status: counts,
    team_seat_invite_count: z.int(),
  }),
  statements: (scope) => [cells(scope), identities(scope), ...TOPS.map((list) => top(scope, list))],
  answer([groups = [], people = [], ...tops]) {
    const byTier = summed(TIERS, groups, "funnel_tier");
    const peopleByTier = summed(TIERS, people, "tier");
    const dealt = groups.filter((row) => row["deal_status"] !== null && row["deal_status"] !== "");
    const deals = dealt.map((row) => String(row["deal_status"])).toSorted();
    return {
      report_row_count: total(groups, "count"),
      unique_identities: total(people, "count"),
      cross_academy_identities: total(people, "crossing"),
      by_source_type: summed(SOURCE_TYPES, groups, "source_type"),
      by_funnel_tier: byTier,
      by_funnel_tier_label: labelled(byTier),
      by_funnel_tier_identities: peopleByTier,
      by_funnel_tier_label_identities: labelled(peopleByTier),
      ...Object.fromEntries(TOPS.map(({ name }, at) => [name, tops[at] ?? []])),
      by_deal_status: summed(deals, dealt, "deal_status"),
      team_seat_invite_count: total(groups, "team_seats"),
    };
  },
};
