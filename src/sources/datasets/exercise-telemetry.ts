import { defineDataset } from "../dataset.ts";
import { id, numberFrom, optional, sourceId, time } from "../fields.ts";

export const exerciseTelemetry = defineDataset({
  name: "exercise_telemetry",
  about: "How exercises went for a user.",
  key: ["id"],
  fields: {
    id: id("Measurement id."),
    user_id: sourceId("Whose."),
    academy_id: optional(sourceId("Where; absent counts for every academy.")),
    engagement_score: optional(numberFrom(0, 100, "0 to 100.")),
    frustration_score: optional(numberFrom(0, 100, "0 to 100.")),
    recorded_at: time("When."),
  },
  indexes: {
    user: ["academy_id", "user_id", "recorded_at", "engagement_score", "frustration_score"],
  },
});
