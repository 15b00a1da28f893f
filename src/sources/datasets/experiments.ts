import { defineDataset } from "../dataset.ts";
import { id, text } from "../fields.ts";

export const experiments = defineDataset({
  name: "experiments",
  about: "Tests that run on live traffic.",
  key: ["id"],
  keepsChangeTime: true,
  fields: {
    id: id("Experiment id."),
    name: text("Name."),
    status: text("Status."),
  },
});
