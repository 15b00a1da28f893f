import { defineDataset } from "../dataset.ts";
import { id, text } from "../fields.ts";

export const journeys = defineDataset({
  name: "journeys",
  about: "Sequences that customers go through.",
  key: ["id"],
  keepsChangeTime: true,
  fields: {
    id: id("Journey id."),
    name: text("Name."),
    status: text("Status."),
  },
});
