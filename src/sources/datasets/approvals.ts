import { defineDataset } from "../dataset.ts";
import { choice, id, optional, text, time } from "../fields.ts";

export const approvals = defineDataset({
  name: "approvals",
  about: "Decisions that wait for a person, and those taken.",
  key: ["id"],
  keepsChangeTime: true,
  fields: {
    id: id("Approval id."),
    entity_type: text("Kind of thing to approve."),
    entity_id: id("Its id."),
    status: choice(["pending", "approved", "rejected"], "How it stands."),
    created_at: optional(time("When it was asked for.")),
  },
});
