import { expect, it } from "vitest";
import { json } from "../../kit/server.ts";
import { createRandom, type RandomRow, randomRows } from "../lists/random-rows.ts";
import { acquisitionRows, alertRows, churnRows, newReporters } from "../reports-kit.ts";

const SOURCES = ["FORM_ENTRY", "FORM_ENTRY_WON", "USER_INVITE", "EVENT_RSVP", "EVENT_ATTENDED"];
const LABELS = ["won_or_sale", "strong_lead", "soft_lead", "nurture_invite"];

function tally(
  of: readonly (string | number)[],
  keys: readonly string[] = [],
): Record<string, number> {
  const counts: Record<string, number> = Object.fromEntries(keys.map((key) => [key, 0]));
  for (const one of of) counts[String(one)] = (counts[String(one)] ?? 0) + 1;
  return counts;
}

const filled = (values: readonly (string | null)[]): string[] =>
  values.filter((value): value is string => value !== null && value !== "");

const top = (name: string, values: readonly (string | null)[]) =>
  Object.entries(tally(filled(values)))
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, 20)
    .map(([value, count]) => ({ [name]: value, count }));

const byLabel = (counts: Record<string, number>) =>
  Object.fromEntries(LABELS.map((label, at) => [label, counts[String(at + 1)]]));

/** The summary as the contract words it, from the rows themselves. */
function plainly(rows: readonly RandomRow[]) {
  const identityOf = ({ user_id, email }: RandomRow) =>
    user_id === null ? email && `email ${email}` : `user ${user_id}`;
  const known = rows.filter((row) => identityOf(row) !== "");
  const identities = Map.groupBy(known, identityOf);
  const best = [...identities.values()].map((own) =>
    Math.min(...own.map(({ funnel_tier }) => funnel_tier)),
  );
  const of = (...types: string[]) => rows.filter(({ source_type }) => types.includes(source_type));
  const tiers = tally(
    rows.map(({ funnel_tier }) => funnel_tier),
    ["1", "2", "3", "4"],
  );
  const bestTiers = tally(best, ["1", "2", "3", "4"]);
  const invited = of("USER_INVITE", "EVENT_RSVP", "EVENT_ATTENDED");
  return {
    report_row_count: rows.length,
    unique_identities: identities.size,
    cross_academy_identities: [...identities.values()].filter(
      (own) => new Set(own.map(({ academy_id }) => academy_id)).size > 1,
    ).length,
    by_source_type: tally(
      rows.map(({ source_type }) => source_type),
      SOURCES,
    ),
    by_funnel_tier: tiers,
    by_funnel_tier_label: byLabel(tiers),
    by_funnel_tier_identities: bestTiers,
    by_funnel_tier_label_identities: byLabel(bestTiers),
    top_asset_slugs: top(
      "asset_slug",
      of("USER_INVITE").map(({ asset_slug }) => asset_slug),
    ),
    top_event_slugs: top(
      "event_slug",
      invited.map(({ event_slug }) => event_slug),
    ),
    top_utm_sources: top(
      "utm_source",
      rows.map(({ utm_source }) => utm_source),
    ),
    top_utm_campaigns: top(
      "utm_campaign",
      rows.map(({ utm_campaign }) => utm_campaign),
    ),
    top_conversion_urls: top(
      "conversion_url",
      rows.map(({ conversion_url }) => conversion_url),
    ),
    by_deal_status: tally(filled(rows.map(({ deal_status }) => deal_status))),
    team_seat_invite_count: rows.filter(({ team_seat_invite }) => team_seat_invite === 1).length,
  };
}

it("sums up acquisition rows as a plain recomputation does, keys in order", async () => {
  const { ask, tenantId } = await newReporters();
  const rows = randomRows(900, 11);
  await acquisitionRows(tenantId, rows);
  const cases: [query: string, academy: string, fits: (row: RandomRow) => boolean][] = [
    ["?date_start=2026-01-01", "1,2", () => true],
    ["", "1,2", ({ report_date }) => report_date === "2026-04-06"],
    ["?date_end=2026-04-03", "2", (r) => r.academy_id === 2 && r.report_date <= "2026-04-03"],
    [
      "?date_start=2026-04-02&source_type=USER_INVITE&sort=user_id&limit=1&format=x&envelope=1",
      "1",
      (r) => r.academy_id === 1 && r.report_date > "2026-04-01" && r.source_type === "USER_INVITE",
    ],
    ["?utm_source=nobody", "1", () => false],
  ];
  for (const [query, academy, fits] of cases) {
    const summary = await json(await ask(`/acquisition/summary${query}`, { academy }));
    const expected = plainly(rows.filter(fits));
    expect(summary, query).toEqual(expected);
    expect(Object.keys(summary)).toEqual(Object.keys(expected));
  }
});

it("sums up churn rows as a plain recomputation does", async () => {
  const { ask, tenantId } = await newReporters();
  const random = createRandom(3);
  const levels = ["LOW", "MEDIUM", "HIGH", "CRITICAL"];
  const rows = Array.from({ length: 500 }, () => ({
    academy_id: 1 + random(2),
    churn_risk_score: random(1_000_000) / 10_000,
    risk_level: levels[random(4)] ?? "",
    has_payment_issues: random(2),
  }));
  await churnRows(tenantId, rows);
  await alertRows(tenantId, [{}, {}, { resolved_at: 5 }, { academy_id: 2 }, { academy_id: 4 }]);
  for (const academy of ["1", "2", "1,2"]) {
    const own = rows.filter(({ academy_id }) => academy.includes(String(academy_id)));
    const sum = own.reduce((all, row) => all + row.churn_risk_score, 0);
    expect(await json(await ask("/churn/summary", { academy }))).toEqual({
      total: own.length,
      average_score: Number((sum / own.length).toFixed(4)),
      payment_risk_count: own.filter((row) => row.has_payment_issues === 1).length,
      unresolved_alert_count: { "1": 2, "2": 1, "1,2": 3 }[academy],
      risk_levels: tally(
        own.map(({ risk_level }) => risk_level),
        levels,
      ),
    });
  }
});
