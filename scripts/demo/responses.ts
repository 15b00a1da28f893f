import type { Calendar } from "./calendar.ts";
import { CUSTOMERS, customer, PLACEMENTS } from "./catalogue.ts";
import { createRandom, type Random } from "./random.ts";
import type { DemoRecord } from "./record.ts";

const DAYS = 45;
/** Its answers rise in the last week, so that there is an anomaly to find. */
const RISING = "offer-2";
const FALLING = "offer-5";

const trend = (offer: string, daysAgo: number): number => {
  if (daysAgo >= 7) return 1;
  return offer === RISING ? 1.9 : offer === FALLING ? 0.4 : 1;
};

/** How many of `shown` answer, of an offer that `rate` of them like. */
function answers(random: Random, shown: number, rate: number) {
  const positive = Math.round(shown * rate * (0.8 + random.next() * 0.4));
  return {
    click: positive,
    convert: Math.round(positive * (0.15 + random.next() * 0.1)),
    dismiss: Math.round(shown * 0.05 * (0.5 + random.next())),
  };
}

/** Impressions and answers of every placement and day, as records that stand for several events. */
export function placementEvents(calendar: Calendar): DemoRecord[] {
  const random = createRandom(41);
  const records: DemoRecord[] = [];
  for (let daysAgo = DAYS - 1; daysAgo >= 0; daysAgo -= 1) {
    for (const [index, { offer, channel, creative }] of PLACEMENTS.entries()) {
      const hour = 8 + random.next() * 12;
      const shown = random.whole(40, 90) + index;
      const rate = (0.03 + (index % 5) * 0.012) * trend(offer, daysAgo);
      const who = customer(random.whole(1, CUSTOMERS));
      const counts = { impression: shown, ...answers(random, shown, rate) };
      const value = random.whole(20, 240) + 0.5;
      if (!calendar.isPast(daysAgo, hour)) continue;
      for (const [outcome, count] of Object.entries(counts).filter(([, many]) => many > 0)) {
        records.push({
          id: `${calendar.day(daysAgo)}-${creative}-${outcome}`,
          customer_id: who,
          offer_id: offer,
          channel_id: channel,
          creative_id: creative,
          outcome,
          timestamp: calendar.at(daysAgo, hour),
          direction: channel === "agent" ? "inbound" : "outbound",
          ...(outcome === "convert" && { conversion_value: value }),
          count,
        });
      }
    }
  }
  return records;
}
