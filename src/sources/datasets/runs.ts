import { defineDataset } from "../dataset.ts";
import { choice, id, number, optional, time } from "../fields.ts";

export const runs = defineDataset({
  name: "runs",
  about: "Runs of decision flows.",
  key: ["id"],
  fields: {
    id: id("Run id."),
    decision_flow_id: optional(id("The flow.")),
    status: choice(["pending", "running", "completed", "failed"], "How it stands."),
    started_at: optional(time("When it began.")),
    completed_at: optional(time("When it ended.")),
    latency_ms: optional(number("How long it took, in milliseconds.")),
  },
  indexes: { completion: ["status", "completed_at"] },
  clockFields: ["completed_at"],
});
