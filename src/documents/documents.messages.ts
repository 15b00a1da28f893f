import { z } from "zod";

const v = z.literal(1);
const queue = z.string().min(1);

/** "Look at the queue", or "go on with this claim". What is true of it the queue object says. */
export const documentMessage = z.discriminatedUnion("kind", [
  z.strictObject({ v, kind: z.literal("wake"), queue }),
  z.strictObject({
    v,
    kind: z.literal("step"),
    queue,
    tenant_id: z.string().min(1),
    document_id: z.uuid(),
    run: z.int().min(0),
    attempt: z.int().positive(),
    token: z.uuid(),
  }),
]);

export type DocumentMessage = z.infer<typeof documentMessage>;
