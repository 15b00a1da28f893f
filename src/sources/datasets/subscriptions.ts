import { defineDataset } from "../dataset.ts";
import { choice, optional, sourceId, time } from "../fields.ts";

const STATUSES = [
  "FREE_TRIAL",
  "ACTIVE",
  "PAYMENT_ISSUE",
  "CANCELLED",
  "DEPRECATED",
  "ERROR",
  "EXPIRED",
  "FULLY_PAID",
] as const;

export const subscriptions = defineDataset({
  name: "subscriptions",
  about: "Who is subscribed to which academy, and how it stands.",
  key: ["id"],
  fields: {
    id: sourceId("Subscription id."),
    user_id: sourceId("The subscriber."),
    academy_id: sourceId("The academy subscribed to."),
    status: choice(STATUSES, "Status as of now; no history is kept."),
    next_payment_at: optional(time("When the next payment is due.")),
    valid_until: optional(time("Until when it is paid.")),
    starts_at: optional(time("Start; absent means always.")),
    ended_at: optional(time("End; absent means open.")),
  },
  indexes: { user: ["academy_id", "user_id"] },
});
