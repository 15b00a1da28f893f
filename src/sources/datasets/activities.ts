import { defineDataset } from "../dataset.ts";
import { count, id, optional, reference, sourceId, text, time } from "../fields.ts";

export const activities = defineDataset({
  name: "activities",
  about: "What users did, event by event.",
  key: ["id"],
  fields: {
    id: id("Event id."),
    user_id: sourceId("Who did it."),
    academy_id: optional(sourceId("Where; absent counts for every academy.")),
    kind: id("What: `login`, `assignment_status_updated`, …"),
    timestamp: time("When."),
    related_type: optional(text("Kind of thing it was done to.")),
    related_id: optional(reference("Id of that thing.")),
    related_slug: optional(text("Slug of that thing.")),
    count: count(),
  },
  // Covering: a churn day reads 30 days of every user, and never the rows themselves.
  indexes: { user: ["academy_id", "user_id", "timestamp", "kind", "count"] },
});
