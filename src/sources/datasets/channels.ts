import { defineDataset } from "../dataset.ts";
import { flag, id, optional, text, withDefault } from "../fields.ts";

export const channels = defineDataset({
  name: "channels",
  about: "Where offers are shown.",
  key: ["id"],
  keepsChangeTime: true,
  fields: {
    id: id("Channel id."),
    name: text("Name shown on dashboards."),
    channel_type: optional(text("web, email, push, …")),
    status: optional(text("Absent reads active.")),
    deleted: withDefault(flag("Whether it is gone from the catalogue."), 0),
  },
});
