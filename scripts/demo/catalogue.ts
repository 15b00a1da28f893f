import type { Calendar } from "./calendar.ts";
import { createRandom } from "./random.ts";
import type { DemoRecord } from "./record.ts";

export const CUSTOMERS = 200;
export const ACTIVE_OFFERS = 9;

export const customer = (number: number): string => `customer-${number}`;

const CHANNELS = [
  { id: "web", name: "Website (synthetic)", channel_type: "web" },
  { id: "email", name: "E-mail (synthetic)", channel_type: "email" },
  { id: "push", name: "Push (synthetic)", channel_type: "push" },
  { id: "agent", name: "Agent desk (synthetic)", channel_type: "call" },
] as const;

const CATEGORIES = ["Cards", "Loans", "Savings", "Insurance"];

/** The last five show what is not offered: draft, paused, archived, deleted, without category. */
const OFFERS = [
  ..."Travel card,Student card,Cashback card,Home loan,Car loan,Green loan,Day savings,Term savings,Trip cover"
    .split(",")
    .map((name, index) => ({ name, status: "active", category: Math.floor(index / 3) })),
  { name: "Pet cover", status: "draft", category: 3 },
  { name: "Phone cover", status: "paused", category: 3 },
  { name: "Boat loan", status: "archived", category: 1 },
  { name: "Gold card", status: "archived", category: 0, deleted: true },
  { name: "Welcome gift", status: "active", category: undefined },
];

export const categories = (): DemoRecord[] =>
  CATEGORIES.map((name, index) => ({ id: `category-${index + 1}`, name: `${name} (synthetic)` }));

export const offers = (): DemoRecord[] =>
  OFFERS.map(({ name, category, ...offer }, index) => ({
    ...offer,
    id: `offer-${index + 1}`,
    name: `${name} (synthetic)`,
    ...(category !== undefined && { category_id: `category-${category + 1}` }),
    priority: 90 - index * 5,
    budget_total: 2_000 + index * 500,
  }));

export const channels = (): DemoRecord[] => CHANNELS.map((channel) => ({ ...channel }));

/** Which offers appear on which channels. */
export const PLACEMENTS = Array.from({ length: ACTIVE_OFFERS }, (_, index) => index + 1).flatMap(
  (offer) =>
    CHANNELS.filter((_, index) => (offer + index) % 2 === 0).map(({ id }) => ({
      offer: `offer-${offer}`,
      channel: id,
      creative: `creative-${offer}-${id}`,
    })),
);

export const creatives = (): DemoRecord[] => [
  ...PLACEMENTS.map(({ offer, channel, creative }) => ({
    id: creative,
    offer_id: offer,
    channel_id: channel,
    name: `Synthetic ${offer} on ${channel}`,
  })),
  { id: "creative-old", offer_id: "offer-1", channel_id: "web", deleted: true },
];

const SEGMENTS = ["New customers", "Loyal customers", "At risk", "High value"];

export const segments = (calendar: Calendar): DemoRecord[] => [
  ...SEGMENTS.map((name, index) => ({
    id: `segment-${index + 1}`,
    name: `${name} (synthetic)`,
    status: "active",
    materialized_at: calendar.at(1, 3),
  })),
  { id: "segment-5", name: "Not computed yet (synthetic)", status: "draft" },
];

export function segmentMembers(): DemoRecord[] {
  const random = createRandom(31);
  return SEGMENTS.flatMap((_, segment) =>
    Array.from({ length: CUSTOMERS }, (__, index) => customer(index + 1))
      .filter(() => random.chance(0.2 + segment * 0.05))
      .map((customer_id) => ({ segment_id: `segment-${segment + 1}`, customer_id })),
  );
}

const named = (kind: string, statuses: readonly string[]): DemoRecord[] =>
  statuses.map((status, index) => ({
    id: `${kind}-${index + 1}`,
    name: `Synthetic ${kind} ${index + 1}`,
    status,
  }));

export const experiments = () => named("experiment", ["running", "active", "completed", "draft"]);
export const journeys = () => named("journey", ["active", "active", "paused"]);
export const triggers = () => named("trigger", ["active", "active", "active", "paused"]);

export const approvals = (calendar: Calendar): DemoRecord[] =>
  (["pending", "pending", "pending", "approved", "approved", "rejected"] as const).map(
    (status, index) => ({
      id: `approval-${index + 1}`,
      entity_type: "offer",
      entity_id: `offer-${index + 1}`,
      status,
      created_at: calendar.at(index + 1, 10),
    }),
  );
