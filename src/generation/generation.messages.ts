import { z } from "zod";

/** "Look at this unit." What is true of it the batch object says. */
export const unitMessage = z.strictObject({
  v: z.literal(1),
  tenant_id: z.string().min(1),
  batch_id: z.string().min(1),
  job_id: z.int().positive(),
  run: z.string().min(1),
  date: z.iso.date(),
});

export type UnitMessage = z.infer<typeof unitMessage>;
