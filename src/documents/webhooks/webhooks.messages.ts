import { z } from "zod";

/** "Make this attempt of a delivery." It is made if it is the next one still. */
export const webhookMessage = z.strictObject({
  v: z.literal(1),
  kind: z.literal("webhook"),
  tenant_id: z.string().min(1),
  delivery_id: z.uuid(),
  attempt: z.int().positive(),
});

export type WebhookMessage = z.infer<typeof webhookMessage>;
