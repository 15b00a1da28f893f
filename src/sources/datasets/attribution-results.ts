import { defineDataset } from "../dataset.ts";
import { id, money, time } from "../fields.ts";

export const attributionResults = defineDataset({
  name: "attribution_results",
  about: "The value that a model ascribes to a conversion.",
  key: ["id"],
  fields: {
    id: id("Result id."),
    customer_id: id("The customer."),
    conversion_id: id("The conversion."),
    model: id("Attribution model: last_touch, linear, …"),
    total_value: money("Value ascribed."),
    created_at: time("When it was computed."),
  },
  indexes: { conversion: ["conversion_id", "model", "created_at"] },
  clockFields: ["created_at"],
});
