import { defineDataset } from "../dataset.ts";
import { flag, id, optional, text, withDefault } from "../fields.ts";

export const creatives = defineDataset({
  name: "creatives",
  about: "The shapes in which an offer is shown on a channel.",
  key: ["id"],
  keepsChangeTime: true,
  fields: {
    id: id("Creative id."),
    offer_id: id("Its offer."),
    channel_id: id("Its channel."),
    name: optional(text("Name.")),
    status: optional(text("Absent reads active.")),
    deleted: withDefault(flag("Whether it is gone from the catalogue."), 0),
  },
});
