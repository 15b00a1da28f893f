import { defineDataset } from "../dataset.ts";
import { choice, id, money, number, optional } from "../fields.ts";
import { fitsPeriod } from "../period-key.ts";

export const budgetAllocations = defineDataset({
  name: "budget_allocations",
  about: "How much may be spent in a period.",
  key: ["id"],
  keepsChangeTime: true,
  fields: {
    id: id("Allocation id."),
    scope: choice(["global", "category", "offer", "channel"], "What it limits."),
    scope_id: optional(id("Which one.")),
    period_type: choice(["daily", "weekly", "monthly", "quarterly"], "Length of the period."),
    period_key: id("2026-03-18, 2026-W12, 2026-03 or 2026-Q1: UTC; weeks are ISO weeks."),
    max_spend: optional(money("Most to spend.")),
    max_impressions: optional(number("Most impressions.")),
    max_conversions: optional(number("Most conversions.")),
  },
  check: ({ period_type, period_key }) =>
    fitsPeriod(period_type, period_key)
      ? undefined
      : { param: "period_key", message: `is not a ${period_type} period` },
});
