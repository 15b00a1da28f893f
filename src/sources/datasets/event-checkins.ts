import { defineDataset } from "../dataset.ts";
import { choice, optional, sourceId, text, time } from "../fields.ts";

export const eventCheckins = defineDataset({
  name: "event_checkins",
  about: "Who signed up for an event, and who came.",
  key: ["id"],
  fields: {
    id: sourceId("Check-in id."),
    event_id: sourceId("The event."),
    created_at: time("When they signed up."),
    attended_at: optional(time("When they came.")),
    status: optional(choice(["PENDING", "DONE"], "Status of the check-in.")),
    attendee_id: optional(sourceId("The user, once known.")),
    email: optional(text("E-mail address given.")),
    utm_source: optional(text("Campaign source.")),
    utm_medium: optional(text("Campaign medium.")),
    utm_campaign: optional(text("Campaign name.")),
    utm_url: optional(text("Landing page.")),
  },
  indexes: { creation: ["created_at"], attendance: ["attended_at"] },
});
