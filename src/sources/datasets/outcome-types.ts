import { defineDataset } from "../dataset.ts";
import { choice, flag, id, optional, text } from "../fields.ts";

export const outcomeTypes = defineDataset({
  name: "outcome_types",
  about: "How an interaction's outcome counts. Every tenant starts with the usual ones.",
  key: ["key"],
  keepsChangeTime: true,
  fields: {
    key: id("The word that interactions carry."),
    name: optional(text("Name; the key when absent.")),
    classification: choice(["positive", "negative", "neutral"], "How it counts."),
    category: choice(["impression", "response"], "Whether it shows or answers."),
    is_conversion: optional(flag("Default false.")),
    is_exposure: optional(flag("Default: whether the category is impression.")),
  },
});
