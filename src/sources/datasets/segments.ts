import { defineDataset } from "../dataset.ts";
import { flag, id, optional, text, time, withDefault } from "../fields.ts";

export const segments = defineDataset({
  name: "segments",
  about: "Named groups of customers.",
  key: ["id"],
  keepsChangeTime: true,
  fields: {
    id: id("Segment id."),
    name: text("Name shown on dashboards."),
    status: optional(text("Absent reads active.")),
    materialized_at: optional(time("When its members were computed; absent: not yet.")),
    deleted: withDefault(flag("Whether it is gone."), 0),
  },
});
