import { defineDataset } from "../dataset.ts";
import { choice, sourceId, text, withDefault } from "../fields.ts";

export const academies = defineDataset({
  name: "academies",
  about: "Units inside a tenant; the monitoring surface scopes by them.",
  key: ["id"],
  fields: {
    id: sourceId("Academy id."),
    slug: text("Short name for addresses."),
    name: text("Name for people."),
    status: withDefault(choice(["ACTIVE", "INACTIVE", "DELETED"], "Default ACTIVE."), "ACTIVE"),
  },
});
