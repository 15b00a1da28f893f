/** What a test believes is stored; numbers are recomputed from it, event by event. */
export interface World {
  events: Stored[];
  offers: Offer[];
  channels: Named[];
  categories: { id: string; name: string }[];
  segments: (Named & { materialized_at?: string | null })[];
  members: { segment_id: string; customer_id: string }[];
  outcomes: OutcomeType[];
}

export interface Stored {
  id: string;
  customer_id: string;
  offer_id: string | null;
  channel_id: string | null;
  outcome: string;
  timestamp: string;
  conversion_value: number | null;
  count: number;
}

interface Named {
  id: string;
  name: string;
  status?: string | null;
  deleted?: boolean;
}

interface Offer extends Named {
  priority: number;
  category_id?: string | null;
}

export interface OutcomeType {
  key: string;
  classification: "positive" | "negative" | "neutral";
  category: "impression" | "response";
  is_conversion?: boolean | null;
  is_exposure?: boolean | null;
}

/** `from ≤ t < end`. */
interface Span {
  from: number;
  end: number;
  segmentId?: string | undefined;
}

interface Counts {
  events: number;
  impressions: number;
  positive: number;
  negative: number;
  conversions: number;
  e4: number;
}

const none = (): Counts => ({
  events: 0,
  impressions: 0,
  positive: 0,
  negative: 0,
  conversions: 0,
  e4: 0,
});

function within({ events, members }: World, { from, end, segmentId }: Span): Stored[] {
  const customers = members
    .filter(({ segment_id }) => segment_id === segmentId)
    .map(({ customer_id }) => customer_id);
  return events.filter(({ timestamp, customer_id }) => {
    const at = Date.parse(timestamp);
    const counts = segmentId === undefined || customers.includes(customer_id);
    return counts && at >= from && at < end;
  });
}

function countOf({ outcomes }: World, events: readonly Stored[]): Counts {
  const counts = none();
  for (const { outcome, count, conversion_value } of events) {
    counts.events += count;
    const type = outcomes.find(({ key }) => key === outcome);
    if (type?.category === "impression" && (type.is_exposure ?? true)) counts.impressions += count;
    if (type?.category !== "response") continue;
    if (type.classification === "positive") counts.positive += count;
    if (type.classification === "negative") counts.negative += count;
    if (type.is_conversion === true) counts.conversions += count;
    if (conversion_value !== null) counts.e4 += count * Math.round(conversion_value * 10_000);
  }
  return counts;
}

const half = (x: number, k: number): number =>
  (Math.sign(x) * Math.round((Math.abs(x) + Number.EPSILON) * 10 ** k)) / 10 ** k || 0;
const percent = (n: number, d: number): string => (d > 0 ? (n / d) * 100 : 0).toFixed(1);
const amount = (e4: number): number => (Math.sign(e4) * Math.round(Math.abs(e4) / 100)) / 100 || 0;

const text = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

type Figures = Counts & { priority: number; name: string; offerId: string };

const performanceOrder = (a: Figures, b: Figures): number =>
  b.impressions - a.impressions ||
  b.conversions - a.conversions ||
  b.e4 - a.e4 ||
  b.priority - a.priority ||
  text(a.name, b.name) ||
  text(a.offerId, b.offerId);

const performed = ({ impressions, conversions, e4 }: Counts) => ({
  impressions,
  conversions,
  revenue: amount(e4),
  conversionRate: percent(conversions, impressions),
});

const isLive = ({ deleted }: Named): boolean => deleted !== true;
const isActive = (one: Named): boolean => isLive(one) && (one.status ?? "active") === "active";

const figuresOf = (world: World, offer: Offer, events: readonly Stored[]): Figures => ({
  ...countOf(
    world,
    events.filter(({ offer_id }) => offer_id === offer.id),
  ),
  priority: offer.priority,
  name: offer.name,
  offerId: offer.id,
});

export const acceptanceRate = (world: World, span: Span) =>
  world.offers
    .filter(isLive)
    .map((offer) => figuresOf(world, offer, within(world, span)))
    .filter(({ impressions, positive, negative }) => impressions + positive + negative > 0)
    .toSorted(
      (a, b) => b.impressions - a.impressions || text(a.name, b.name) || text(a.offerId, b.offerId),
    )
    .map(({ offerId, name, impressions, positive, negative }) => ({
      offerId,
      offerName: name,
      impressions,
      positive,
      negative,
      acceptanceRate: impressions > 0 ? half(positive / impressions, 4) : 0,
    }));

export const offerPerformance = (world: World, span: Span) =>
  world.offers
    .filter(isActive)
    .map((offer) => figuresOf(world, offer, within(world, span)))
    .toSorted(performanceOrder)
    .map((figures) => ({
      offerId: figures.offerId,
      name: figures.name,
      priority: figures.priority,
      creativeCount: 0,
      ...performed(figures),
    }));

export const channelEffectiveness = (world: World, span: Span) =>
  world.channels
    .filter(isLive)
    .map((channel) => {
      const events = within(world, span).filter(({ channel_id }) => channel_id === channel.id);
      return { channel, ...countOf(world, events) };
    })
    .filter(({ channel, events }) => isActive(channel) || events > 0)
    .toSorted(
      (a, b) =>
        b.impressions - a.impressions ||
        text(a.channel.name, b.channel.name) ||
        text(a.channel.id, b.channel.id),
    )
    .map(({ channel, impressions, conversions }) => ({
      channelId: channel.id,
      channelName: channel.name,
      impressions,
      conversions,
      effectiveness: percent(conversions, impressions),
    }));

/** Counts of consecutive spans: the days of a trend. */
export const trend = (world: World, edges: readonly number[], span: Span) =>
  edges.slice(0, -1).map((from, at) => {
    const end = Math.min(edges[at + 1] ?? 0, span.end);
    const part = { ...span, from: Math.max(from, span.from), end };
    const { events, impressions, conversions, e4 } = countOf(world, within(world, part));
    return { events, impressions, conversions, revenue: amount(e4) };
  });

interface Group {
  id: string | null;
  name: string;
  events: Stored[];
}

function groupsOf(world: World, span: Span, by: string): Group[] {
  const events = within(world, span);
  if (by === "segment") {
    return world.segments
      .filter((one) => isLive(one) && (one.materialized_at ?? null) !== null)
      .filter((one) => (span.segmentId === undefined ? isActive(one) : one.id === span.segmentId))
      .map(({ id, name }) => ({ id, name, events: within(world, { ...span, segmentId: id }) }));
  }
  const idOf = ({ channel_id, offer_id }: Stored): string | null =>
    by === "channel"
      ? channel_id
      : (world.offers.find(({ id }) => id === offer_id)?.category_id ?? null);
  const named = by === "channel" ? world.channels.filter(isLive) : world.categories;
  const ids = new Set(events.map(idOf));
  if (by === "channel") ids.delete(null);
  return [...ids].map((id) => ({
    id,
    name: named.find((one) => one.id === id)?.name ?? id ?? "Uncategorized",
    events: events.filter((event) => idOf(event) === id),
  }));
}

export const grouped = (world: World, span: Span, by: string) =>
  groupsOf(world, span, by)
    .map(({ id, name, events }) => {
      const offers = world.offers
        .filter(isActive)
        .map((offer) => figuresOf(world, offer, events))
        .filter(({ impressions, conversions, e4 }) => impressions + conversions > 0 || e4 !== 0)
        .toSorted(performanceOrder);
      return { id, name, offers, total: offers.reduce((sum, one) => sum + one.impressions, 0) };
    })
    .filter(({ offers }) => offers.length > 0)
    .toSorted((a, b) => b.total - a.total || text(a.name, b.name) || text(a.id ?? "", b.id ?? ""))
    .map(({ id, name, offers }) => ({
      groupName: name,
      groupId: id,
      offers: offers.map((one) => ({
        offerId: one.offerId,
        name: one.name,
        ...performed(one),
        ...(by === "segment" && { segmentId: id, segmentName: name }),
      })),
    }));
