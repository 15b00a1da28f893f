import { type AcquisitionSpan, SOURCE_TYPES } from "#monitoring";
import { DAY_MS } from "#shared";
import { readableName } from "../../readable-name.ts";
import type { TemplateSection } from "../data-template.ts";
import { onDates, spanDates, weekOf } from "../parts/calendar.ts";
import { share, whole } from "../parts/numbers.ts";
import { figure, figures, NO_DATA, pairs, part, stack, table, words } from "../parts/tables.ts";

export interface AcquisitionFunnel {
  academyId: number;
  start: string;
  end: string;
  span: AcquisitionSpan;
}

/** Above this a line of days is too dense, and weeks are drawn. */
const MOST_DAYS_DRAWN = 60;

/** From the widest to the narrowest. */
const TIERS = [
  ["4", "4 nurture or invite"],
  ["3", "3 soft lead"],
  ["2", "2 strong lead"],
  ["1", "1 won or sale"],
] as const;

const sourceName = (type: string): string => readableName(type).replace("rsvp", "RSVP");

const headline = ({ start, end, span: { summary } }: AcquisitionFunnel): string =>
  pairs([
    ["Period", `${start} to ${end}`],
    ["Rows", whole(summary.report_row_count)],
    ["Unique identities", whole(summary.unique_identities)],
    ["Cross-academy identities", whole(summary.cross_academy_identities)],
  ]);

function funnel({ span: { summary } }: AcquisitionFunnel): string {
  const { by_funnel_tier: tiers, by_funnel_tier_identities: identities } = summary;
  const rows = TIERS.map(([tier]) => tiers[tier] ?? 0);
  return figure(
    {
      type: "bar",
      title: "Rows and identities by funnel tier",
      x: TIERS.map(([, label]) => label),
      series: [
        { name: "Rows", values: rows },
        { name: "Identities", values: TIERS.map(([tier]) => identities[tier] ?? 0) },
      ],
    },
    {
      heading: "Tier",
      more: [
        figures<number>("Share of all rows", (at) =>
          share(rows[at] ?? 0, summary.report_row_count),
        ),
      ],
    },
  );
}

const sources = ({ span: { summary } }: AcquisitionFunnel): string =>
  figure(
    {
      type: "bar",
      title: "Rows by source",
      x: SOURCE_TYPES.map(sourceName),
      series: [
        { name: "Rows", values: SOURCE_TYPES.map((type) => summary.by_source_type[type] ?? 0) },
      ],
    },
    { heading: "Source" },
  );

function overTime({ start, end, span: { days } }: AcquisitionFunnel): string {
  const many = (Date.parse(end) - Date.parse(start)) / DAY_MS + 1;
  const byWeek = many > MOST_DAYS_DRAWN;
  const dates = spanDates(start, many);
  const x = byWeek ? [...new Set(dates.map(weekOf))] : dates;
  const bucket = (date: string): string => (byWeek ? weekOf(date) : date);
  const series = SOURCE_TYPES.map((type) => ({
    name: sourceName(type),
    values: onDates(
      x,
      days.filter(({ source_type }) => source_type === type),
      ({ date }) => bucket(date),
      ({ count }) => count,
    ),
  }));
  const title = `Rows by ${byWeek ? "week" : "day"} and source`;
  return figure({ type: "line", title, x, series }, { heading: byWeek ? "Week from" : "Day" });
}

const top = <Key extends string>(
  heading: string,
  rows: readonly ({ count: number } & Record<Key, string>)[],
  key: Key,
): string =>
  table(rows, [words(heading, (row) => row[key]), figures("Rows", ({ count }) => whole(count))]);

const campaigns = ({ span: { summary } }: AcquisitionFunnel): string =>
  stack(
    part("Sources", top("Source", summary.top_utm_sources, "utm_source")),
    part("Campaigns", top("Campaign", summary.top_utm_campaigns, "utm_campaign")),
    part("Conversion URLs", top("URL", summary.top_conversion_urls, "conversion_url")),
  );

const eventsAndAssets = ({ span: { summary } }: AcquisitionFunnel): string =>
  stack(
    part("Events", top("Event", summary.top_event_slugs, "event_slug")),
    part("Assets", top("Asset", summary.top_asset_slugs, "asset_slug")),
  );

const deals = ({ span: { summary } }: AcquisitionFunnel): string =>
  stack(
    table(Object.entries(summary.by_deal_status), [
      words<[string, number]>("Deal status", ([status]) => readableName(status)),
      figures("Rows", ([, count]) => whole(count)),
    ]),
    `Team-seat invitations: ${whole(summary.team_seat_invite_count)}.`,
  );

const SECTIONS: readonly (readonly [heading: string, of: (data: AcquisitionFunnel) => string])[] = [
  ["Headline", headline],
  ["Funnel", funnel],
  ["Sources", sources],
  ["Over Time", overTime],
  ["Campaigns", campaigns],
  ["Events and Assets", eventsAndAssets],
  ["Deals", deals],
];

export const acquisitionSections = (data: AcquisitionFunnel): TemplateSection[] =>
  SECTIONS.map(([heading, of]) => ({
    heading,
    markdown: data.span.summary.report_row_count === 0 ? NO_DATA : of(data),
  }));
