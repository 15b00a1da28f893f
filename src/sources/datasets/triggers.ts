import { defineDataset } from "../dataset.ts";
import { id, text } from "../fields.ts";

export const triggers = defineDataset({
  name: "triggers",
  about: "Rules that start something.",
  key: ["id"],
  keepsChangeTime: true,
  fields: {
    id: id("Trigger id."),
    name: text("Name."),
    status: text("Status."),
  },
});
