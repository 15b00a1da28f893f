import { defineDataset } from "../dataset.ts";
import { id } from "../fields.ts";

export const segmentMembers = defineDataset({
  name: "segment_members",
  about: "Which customers a segment holds.",
  key: ["segment_id", "customer_id"],
  fields: {
    segment_id: id("The segment."),
    customer_id: id("The customer."),
  },
});
