import { defineDataset } from "../dataset.ts";
import { sourceId, text } from "../fields.ts";

export const academyAliases = defineDataset({
  name: "academy_aliases",
  about: "Other names under which forms report an academy.",
  key: ["slug"],
  fields: {
    slug: text("The location as forms send it."),
    academy_id: sourceId("The academy it means."),
  },
});
