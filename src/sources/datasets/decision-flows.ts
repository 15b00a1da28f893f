import { defineDataset } from "../dataset.ts";
import { id, optional, text } from "../fields.ts";

export const decisionFlows = defineDataset({
  name: "decision_flows",
  about: "The flows that decisions run through.",
  key: ["id"],
  keepsChangeTime: true,
  fields: {
    id: id("Flow id."),
    key: id("Key that traces may carry instead."),
    name: optional(text("Name; the key when absent.")),
  },
});
