import { z } from "zod";
import type { DashboardType } from "./dashboard-type.ts";

const change = z
  .strictObject({
    abs: z.number(),
    pct: z.number().nullable().describe("Of what was before; null where that was 0."),
  })
  .meta({ id: "DashboardChange" });

const meta = z
  .strictObject({
    asOf: z.iso.datetime(),
    from: z.iso.datetime().nullable().describe("First instant applied."),
    to: z.iso.datetime().nullable().describe("Last instant applied."),
    tz: z.string(),
    dataVersion: z.int(),
    sampled: z.boolean().describe("Whether a cap left decisions out."),
    sampleSize: z.int().nullable(),
    rowsRead: z.int(),
    durationMs: z.number(),
    requestId: z.string(),
  })
  .describe("Only with meta=1.")
  .meta({ id: "DashboardMeta" });

/** A shape whose compared rows, the first that have all the fields, may carry what changed. */
function withDelta(schema: z.ZodType, fields: readonly string[]): z.ZodType {
  if (schema instanceof z.ZodArray) {
    const element = schema.element as z.ZodType; // zod types it by its core, which has no methods
    const rows = withDelta(element, fields);
    return rows === element ? schema : z.array(rows);
  }
  if (!(schema instanceof z.ZodObject)) return schema;
  if (fields.every((name) => name in schema.shape)) {
    const delta = z.strictObject(Object.fromEntries(fields.map((name) => [name, change])));
    return schema.extend({ delta: delta.describe("Only with compare=previous.").optional() });
  }
  for (const [name, own] of Object.entries(schema.shape)) {
    const compared = withDelta(own, fields);
    if (compared !== own) return schema.extend({ [name]: compared });
  }
  return schema;
}

const pascalCase = (name: string): string =>
  name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** What a type answers, with all that options add to it. */
function answerOf({ name, response, compare }: DashboardType): z.ZodType {
  const id = `Dashboard${pascalCase(name)}`;
  const compared = compare ? withDelta(response, Object.keys(compare.fields)) : response;
  if (!(compared instanceof z.ZodObject)) return compared.meta({ id });
  const previous = response.meta({ id: `${id}Before` }).describe("Only with compare=previous.");
  return compared
    .extend({ ...(compare && { previous: previous.optional() }), meta: meta.optional() })
    .meta({ id });
}

const segmentWarning = z
  .looseObject({
    data: z.array(z.never()),
    warning: z.string().describe("Why the segment cannot be used."),
  })
  .meta({ id: "DashboardWarning" });

export const answers = (types: readonly DashboardType[]) =>
  z.union([...types.map((type) => answerOf(type)), segmentWarning]);

const itemError = z.object({
  code: z.string(),
  message: z.string(),
  status: z.int(),
  details: z.array(z.looseObject({ param: z.string(), message: z.string() })).optional(),
});

export const batchAnswer = (types: readonly DashboardType[]) =>
  z.object({
    results: z.array(
      z.union([
        z.object({ id: z.string(), ok: z.literal(true), data: answers(types) }),
        z.object({ id: z.string(), ok: z.literal(false), error: itemError }),
      ]),
    ),
  });
