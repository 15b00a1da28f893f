import { defineDataset } from "../dataset.ts";
import { choice, flag, id, integerFrom, money, optional, text, withDefault } from "../fields.ts";

export const offers = defineDataset({
  name: "offers",
  about: "What can be recommended to a customer.",
  key: ["id"],
  keepsChangeTime: true,
  fields: {
    id: id("Offer id."),
    name: text("Name shown on dashboards."),
    status: choice(["draft", "active", "paused", "archived"], "Only active ones are offered."),
    category_id: optional(id("Its category.")),
    priority: withDefault(integerFrom(0, 100, "0 to 100, default 50."), 50),
    budget_total: optional(money("Budget without allocations.")),
    deleted: withDefault(flag("Whether it is gone from the catalogue."), 0),
  },
});
