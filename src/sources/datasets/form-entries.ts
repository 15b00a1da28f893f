import { defineDataset } from "../dataset.ts";
import { choice, object, optional, sourceId, text, time } from "../fields.ts";

export const formEntries = defineDataset({
  name: "form_entries",
  about: "Leads that filled in a form, and the deals that came of them.",
  key: ["id"],
  fields: {
    id: sourceId("Form entry id."),
    created_at: time("First contact."),
    academy_id: optional(sourceId("Academy asked for.")),
    location: optional(text("An academy's alias, when no id is known.")),
    user_id: optional(sourceId("The user, once known.")),
    email: optional(text("E-mail address given.")),
    deal_status: optional(choice(["WON", "LOST"], "Outcome of the deal.")),
    won_at: optional(time("When it was won.")),
    lead_type: optional(choice(["STRONG", "SOFT", "DISCOVERY"], "Kind of lead.")),
    utm_source: optional(text("Campaign source.")),
    utm_medium: optional(text("Campaign medium.")),
    utm_campaign: optional(text("Campaign name.")),
    utm_content: optional(text("Campaign content.")),
    utm_term: optional(text("Campaign term.")),
    utm_placement: optional(text("Campaign placement.")),
    utm_url: optional(text("Landing page.")),
    attribution_id: optional(text("Attribution id.")),
    custom_fields: optional(object("Whatever else the form asked.")),
    current_download: optional(text("What was downloaded.")),
    gclid: optional(text("Google click id.")),
    referral_key: optional(text("Who referred.")),
  },
  indexes: { creation: ["created_at"], win: ["won_at"] },
});
