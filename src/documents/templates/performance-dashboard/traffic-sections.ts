import type { TemplateSection } from "../data-template.ts";
import { money, percent, share, whole } from "../parts/numbers.ts";
import { figure, figures, NO_DATA, pairs, part, stack, table, words } from "../parts/tables.ts";
import type { Readings } from "./readings.ts";
import { shown } from "./reading-text.ts";

const BEST_OFFERS = 10;
const MOST_OFFERS = 20;

const inventory = ({ summary, funnel }: Readings): string =>
  stack(
    shown(summary, (result) =>
      pairs([
        ["Active offers", whole(result.activeOffers)],
        ["Active channels", whole(result.activeChannels)],
        ["Active experiments", whole(result.activeExperiments)],
        ["Journeys", whole(result.totalJourneys)],
        ["Active triggers", whole(result.activeTriggers)],
        ["Pending approvals", whole(result.pendingApprovals)],
      ]),
    ),
    part(
      "From Offers to Creatives",
      shown(funnel, ({ stages }) =>
        figure(
          {
            type: "bar",
            title: "Offers and creatives",
            x: stages.map(({ label }) => label),
            series: [{ name: "Count", values: stages.map(({ count }) => count) }],
          },
          { heading: "Stage" },
        ),
      ),
    ),
  );

const traffic = ({ daily_trend }: Readings): string =>
  shown(daily_trend, ({ data }) =>
    figure(
      {
        type: "line",
        title: "Impressions and conversions by day",
        x: data.map(({ name }) => name),
        series: [
          { name: "Impressions", values: data.map(({ impressions }) => impressions) },
          { name: "Conversions", values: data.map(({ conversions }) => conversions) },
        ],
      },
      { heading: "Day" },
    ),
  );

const revenue = ({ revenue_trend }: Readings): string =>
  shown(revenue_trend, ({ data, hasRealData }) => {
    if (!hasRealData) return NO_DATA;
    const values = data.map((row) => row.revenue);
    const total = values.reduce((sum, value) => sum + value, 0);
    return stack(
      `Total revenue: ${money(total)}.`,
      figure(
        {
          type: "line",
          title: "Revenue by day",
          x: data.map(({ name }) => name),
          series: [{ name: "Revenue", values }],
        },
        { heading: "Day", written: money },
      ),
    );
  });

type Performed = NonNullable<Readings["offer_performance"]["result"]>["data"];

const offerTable = (data: Performed): string =>
  table(data, [
    words("Offer", ({ name }) => name),
    figures("Priority", ({ priority }) => whole(priority)),
    figures("Creatives", ({ creativeCount }) => whole(creativeCount)),
    figures("Impressions", ({ impressions }) => whole(impressions)),
    figures("Conversions", ({ conversions }) => whole(conversions)),
    figures("Rate", ({ conversionRate }) => percent(Number(conversionRate))),
    figures("Revenue", (row) => money(row.revenue)),
  ]);

const bestOffers = (data: Performed): string => {
  const best = data.slice(0, BEST_OFFERS);
  return figure(
    {
      type: "bar",
      title: "Impressions of the ten offers with most traffic",
      x: best.map(({ name }) => name),
      series: [{ name: "Impressions", values: best.map(({ impressions }) => impressions) }],
    },
    { heading: "Offer" },
  );
};

const offers = ({ offer_performance, acceptance_rate, summary }: Readings): string =>
  stack(
    part(
      "Performance",
      shown(offer_performance, ({ data }) => {
        const active = summary.result?.activeOffers ?? data.length;
        const cut = active > data.length;
        const note = `Showing ${whole(data.length)} of ${whole(active)}.`;
        return stack(bestOffers(data), offerTable(data), ...(cut ? [note] : []));
      }),
    ),
    part(
      "Acceptance",
      shown(acceptance_rate, ({ data }) =>
        table(
          data.slice(0, MOST_OFFERS),
          [
            words("Offer", ({ offerName }) => offerName),
            figures("Impressions", ({ impressions }) => whole(impressions)),
            figures("Positive", ({ positive }) => whole(positive)),
            figures("Negative", ({ negative }) => whole(negative)),
            figures("Rate", ({ acceptanceRate }) => share(acceptanceRate, 1)),
          ],
          data.length,
        ),
      ),
    ),
  );

const channels = ({ channel_effectiveness }: Readings): string =>
  shown(channel_effectiveness, ({ data }) =>
    figure(
      {
        type: "bar",
        title: "Impressions and conversions by channel",
        x: data.map(({ channelName }) => channelName),
        series: [
          { name: "Impressions", values: data.map(({ impressions }) => impressions) },
          { name: "Conversions", values: data.map(({ conversions }) => conversions) },
        ],
      },
      {
        heading: "Channel",
        more: [
          figures<number>("Effectiveness", (at) => percent(Number(data[at]?.effectiveness ?? 0))),
        ],
      },
    ),
  );

const MOST_BUDGETS = 50;

const budgets = ({ budget_burn }: Readings): string =>
  shown(budget_burn, ({ data }) =>
    table(
      data.slice(0, MOST_BUDGETS),
      [
        words("Offer", ({ offerId }) => offerId),
        figures("Allocated", ({ allocated }) => money(allocated)),
        figures("Spent", ({ spent }) => money(spent)),
        figures("Remaining", ({ remaining }) => money(remaining)),
        figures("Burned", ({ burnRate }) => percent(Number(burnRate))),
      ],
      data.length,
    ),
  );

/** What is offered, seen and earned. */
export const trafficSections = (readings: Readings): TemplateSection[] => [
  { heading: "Inventory", markdown: inventory(readings) },
  { heading: "Traffic", markdown: traffic(readings) },
  { heading: "Revenue", markdown: revenue(readings) },
  { heading: "Offers", markdown: offers(readings) },
  { heading: "Channels", markdown: channels(readings) },
  { heading: "Budgets", markdown: budgets(readings) },
];
