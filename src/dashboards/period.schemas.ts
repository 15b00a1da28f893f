import { z } from "zod";

/** The window that an answer is about. */
export const period = z
  .strictObject({
    days: z.int(),
    since: z.iso.datetime(),
    from: z.iso.datetime().optional(),
    to: z.iso.datetime().optional(),
  })
  .meta({ id: "DashboardPeriod" });
