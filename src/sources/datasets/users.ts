import { defineDataset } from "../dataset.ts";
import { flag, optional, sourceId, text } from "../fields.ts";

export const users = defineDataset({
  name: "users",
  about: "People of the source system; unrelated to who calls the API.",
  key: ["id"],
  fields: {
    id: sourceId("User id."),
    email: optional(text("E-mail address.")),
    first_name: optional(text("First name.")),
    last_name: optional(text("Last name.")),
    is_active: optional(flag("Whether the account is in use.")),
  },
});
