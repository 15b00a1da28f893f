import { defineDataset } from "../dataset.ts";
import { z } from "zod";
import { choice, id, json, number, optional, text, time } from "../fields.ts";

export const algorithmModels = defineDataset({
  name: "algorithm_models",
  about: "The models that score offers.",
  key: ["id"],
  keepsChangeTime: true,
  clockFields: ["last_trained_at"],
  fields: {
    id: id("Model id."),
    key: id("Key."),
    name: text("Name shown on dashboards."),
    model_type: text("Kind of model."),
    status: choice(["draft", "active", "paused", "archived"], "How it stands."),
    last_trained_at: optional(time("When it was last trained.")),
    auc: optional(number("Area under the ROC curve.")),
    feature_importance: optional(
      json(z.record(z.string(), z.number()), "Weight by feature: {name: value}."),
    ),
  },
});
