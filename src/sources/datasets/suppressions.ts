import { defineDataset } from "../dataset.ts";
import { id, optional, text, time } from "../fields.ts";

export const suppressions = defineDataset({
  name: "suppressions",
  about: "Customers who are not to be contacted, and why.",
  key: ["id"],
  fields: {
    id: id("Suppression id."),
    customer_id: id("Whom."),
    policy_type: id("Kind of policy."),
    scope: optional(text("What it covers.")),
    scope_id: optional(id("Which one.")),
    reason: optional(text("Why.")),
    created_at: time("Since when."),
    expires_at: optional(time("Until when; absent means for good.")),
  },
  clockFields: ["created_at", "expires_at"],
});
