import { z } from "zod";
import { money, pct } from "./numbers.ts";

/** How an offer did, as answers show it. */
export const performance = {
  impressions: z.int(),
  conversions: z.int(),
  revenue: z.number(),
  conversionRate: z.string().describe("conversions / impressions in percent, one decimal"),
};

export const PERFORMANCE_COUNTERS = ["impressions", "conversions", "revenue"] as const;

/** Decimals by field, for comparisons. */
export const PERFORMANCE_FIELDS = {
  impressions: 0,
  conversions: 0,
  revenue: 2,
  conversionRate: 1,
};

export interface Counted {
  impressions: number;
  conversions: number;
  /** Ten-thousandths. */
  revenue: number;
}

export const performed = ({ impressions, conversions, revenue }: Counted) => ({
  impressions,
  conversions,
  revenue: money(revenue),
  conversionRate: pct(conversions, impressions),
});
