import { z } from "zod";
import { page, words } from "../neighbour.schemas.ts";

export const listQuery = z.object({
  ...page,
  status: words("Only those with this status."),
  q: words("Part of the name, whatever the case of its ASCII letters."),
});

export type ListQuery = z.output<typeof listQuery>;

export const catalogueList = z
  .object({
    data: z.array(z.object({ id: z.string(), name: z.string(), status: z.string() })),
    pagination: z.object({ total: z.int(), limit: z.int(), offset: z.int() }),
  })
  .meta({ id: "CatalogueList" });
