import { defineDataset } from "../dataset.ts";
import { id, money, time } from "../fields.ts";

export const budgetSpend = defineDataset({
  name: "budget_spend",
  about: "What was spent on an offer, entry by entry.",
  key: ["id"],
  fields: {
    id: id("Ledger entry id."),
    offer_id: id("The offer."),
    amount: money("Amount spent."),
    occurred_at: time("When."),
  },
  indexes: { offer: ["offer_id", "occurred_at"] },
  clockFields: ["occurred_at"],
});
