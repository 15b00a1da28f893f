import { defineDataset } from "../dataset.ts";
import { optional, sourceId, text } from "../fields.ts";

export const events = defineDataset({
  name: "events",
  about: "Events of an academy that people check in to.",
  key: ["id"],
  fields: {
    id: sourceId("Event id."),
    academy_id: optional(sourceId("Whose event.")),
    slug: optional(text("Slug of the event.")),
    asset_slug: optional(text("Slug of its asset.")),
  },
});
