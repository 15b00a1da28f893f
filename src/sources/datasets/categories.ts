import { defineDataset } from "../dataset.ts";
import { id, optional, text } from "../fields.ts";

export const categories = defineDataset({
  name: "categories",
  about: "Groups of offers.",
  key: ["id"],
  keepsChangeTime: true,
  fields: {
    id: id("Category id."),
    name: text("Name shown on dashboards."),
    status: optional(text("Absent reads active.")),
  },
});
