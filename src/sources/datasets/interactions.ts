import { integer } from "drizzle-orm/sqlite-core";
import { utcDay } from "#shared";
import { defineDataset } from "../dataset.ts";
import { choice, count, id, integerFrom, money, object, optional, time } from "../fields.ts";
import { checkAmount } from "../amount.ts";
import { readOutcomeKeys } from "../outcome-keys.query.ts";
import { interactionDaysRollup } from "../rollups/interaction-days.rollup.ts";

export const interactions = defineDataset({
  name: "interactions",
  about: "What customers were shown and how they answered, event by event.",
  key: ["id"],
  fields: {
    id: id("Event id."),
    customer_id: id("Who."),
    offer_id: optional(id("Which offer.")),
    creative_id: optional(id("In which creative.")),
    channel_id: optional(id("On which channel.")),
    outcome: id("A registered outcome type's key."),
    timestamp: time("When."),
    direction: optional(choice(["inbound", "outbound"], "Who began it.")),
    conversion_value: optional(money("Value of one event; negative for a refund.")),
    recommendation_id: optional(id("The decision it answers.")),
    rank: optional(integerFrom(1, 1_000_000, "Its place in that decision.")),
    context: optional(object("Whatever else is known.")),
    count: count(),
  },
  derived: { day: { column: integer, of: ({ timestamp }) => utcDay(timestamp) } },
  indexes: {
    time: ["timestamp"],
    customer: ["customer_id", "timestamp"],
    cell: ["day", "offer_id", "channel_id", "outcome"],
  },
  clockFields: ["timestamp"],
  rollups: [interactionDaysRollup],
  loadReferences: readOutcomeKeys,
  check: ({ outcome, conversion_value, count: events }, outcomes) =>
    outcomes.has(outcome)
      ? checkAmount("conversion_value", conversion_value, events)
      : { param: "outcome", message: "is not a registered outcome type" },
});
