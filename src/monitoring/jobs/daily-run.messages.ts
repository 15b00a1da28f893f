import { z } from "zod";

const v = z.literal(1);

/**
 * "Hand out the tenants after this one", or "see to this tenant's day". What of it is still to do D1
 * says, so a message that comes twice does nothing more.
 */
export const dailyRunMessage = z.discriminatedUnion("kind", [
  z.strictObject({ v, kind: z.literal("daily-hand-out"), date: z.iso.date(), after: z.string() }),
  z.strictObject({
    v,
    kind: z.literal("daily-run"),
    date: z.iso.date(),
    tenant_id: z.string().min(1),
  }),
]);

export type DailyRunMessage = z.infer<typeof dailyRunMessage>;
