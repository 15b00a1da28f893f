import { defineDataset } from "../dataset.ts";
import { id, number, object, optional, time } from "../fields.ts";

export const modelMetricSnapshots = defineDataset({
  name: "model_metric_snapshots",
  about: "How good a model was at a moment.",
  key: ["id"],
  fields: {
    id: id("Snapshot id."),
    model_id: id("The model."),
    recorded_at: time("When."),
    auc: optional(number("Area under the ROC curve.")),
    metrics: optional(object("Further metrics; `auc` here counts when the field is absent.")),
  },
  indexes: { model: ["model_id", "recorded_at"] },
  clockFields: ["recorded_at"],
});
