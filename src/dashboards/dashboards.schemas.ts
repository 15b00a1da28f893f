import { z } from "zod";
import type { DashboardType } from "./dashboard-type.ts";
import { UTC, zoneNamed } from "./zones.ts";

const MAX_DAYS = 365;
const MAX_ITEMS = 20;

export const days = z
  .string()
  .regex(/^[1-9][0-9]{0,2}$/, `must be a whole number from 1 to ${MAX_DAYS}`)
  .transform(Number)
  .refine((many) => many <= MAX_DAYS, `must be a whole number from 1 to ${MAX_DAYS}`)
  .meta({
    type: "integer",
    minimum: 1,
    maximum: MAX_DAYS,
    description: "Whole days before today.",
  });

/** An id as callers have it; whether there is such a thing is found out later. */
export const id = (about: string) => z.string().describe(about);

const end = (about: string) =>
  z
    .union([z.iso.date(), z.iso.datetime({ offset: true })], {
      error: "must be a date like 2026-03-01 or a time like 2026-03-01T10:00:00Z",
    })
    .describe(`${about} A date, or a time with a zone; needs the other end.`);

const zone = (trend: boolean) =>
  z
    .string()
    .transform((name, ctx) => {
      const found = zoneNamed(name);
      if (found !== undefined && (trend || found === UTC)) return found;
      const message =
        found === undefined ? "must be an IANA time zone" : "must be UTC for this type";
      ctx.addIssue({ code: "custom", message });
      return z.NEVER;
    })
    .describe("IANA time zone of the calendar days; only trends know others than UTC.");

const forEvery = {
  format: z.enum(["json", "csv"]).default("json").describe("Form of the answer."),
  meta: z.enum(["0", "1"]).default("0").describe("1 adds how the answer was made."),
};
const forWindows = {
  days: days.optional(),
  from: end("First instant of the window.").optional(),
  to: end("End of the window; a date is included.").optional(),
};
const compare = z
  .enum(["previous"])
  .optional()
  .describe("Adds the window before, and what changed.");
const segmentId = id("Count only members of this segment.").optional();

const makeParameters = (type: DashboardType) =>
  z.object({
    ...type.params.shape,
    ...(["days", "trend", "ifGiven"].includes(type.window) && forWindows),
    ...(type.segment && { segmentId }),
    ...(type.compare && { compare }),
    ...forEvery,
    tz: zone(type.window === "trend").default(UTC),
  });

const made = new WeakMap<DashboardType, ReturnType<typeof makeParameters>>();

/** Every parameter that a type looks at; others are not even read. */
export function parametersOf(type: DashboardType): ReturnType<typeof makeParameters> {
  const schema = made.get(type) ?? makeParameters(type);
  made.set(type, schema);
  return schema;
}

/** What the parameters of all types look like, for the description: it lets everything through. */
export function describedQuery(types: readonly DashboardType[]) {
  const type = z.enum(types.map(({ name }) => name)).describe("The type; default summary.");
  const shapes = types.map((one) => parametersOf(one).shape as Record<string, z.ZodType>);
  const shape: Record<string, z.ZodType> = Object.assign({ type }, ...shapes);
  const lax = Object.entries(shape).map(([name, schema]) => {
    const { $schema: _, ...described } = z.toJSONSchema(schema, { io: "input" });
    return [name, z.unknown().optional().meta(described)];
  });
  return z.looseObject(Object.fromEntries(lax));
}

const item = z
  .looseObject({
    id: z.string().min(1).max(64).optional().describe("Name of the item; default its index."),
    type: z.unknown().optional().meta({ type: "string", description: "As in the query form." }),
  })
  .describe("One request: the parameters of the query form as text or numbers.");

export const batchBody = z
  .strictObject({ requests: z.array(item).min(1).max(MAX_ITEMS) })
  .superRefine(({ requests }, ctx) => {
    const seen = new Set<string>();
    for (const [at, { id: name = String(at) }] of requests.entries()) {
      const path = ["requests", at, "id"];
      if (seen.has(name)) ctx.addIssue({ code: "custom", path, message: "is used twice" });
      seen.add(name);
    }
  });
