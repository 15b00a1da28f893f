import { z } from "zod";

const MOST_SOURCES = 20;
const MOST_TURNS = 30;
const MOST_SOURCE_BYTES = 200_000;

const encoder = new TextEncoder();

const source = z.object({ title: z.string(), text: z.string(), url: z.string().optional() });

const fitting = (sources: readonly z.infer<typeof source>[]): boolean =>
  sources.reduce((sum, { title, text }) => sum + encoder.encode(title + text).length, 0) <=
  MOST_SOURCE_BYTES;

const context = z.looseObject({
  sources: z
    .array(source)
    .max(MOST_SOURCES)
    .refine(fitting, { error: "must be at most 200 kB" })
    .optional(),
  history: z
    .array(z.object({ role: z.string(), content: z.string() }))
    .max(MOST_TURNS)
    .optional(),
  include_tenant_data: z.boolean().optional(),
  academy_id: z.int().optional(),
});

/** What an AI template takes beside its query. */
export const aiParameters = z.looseObject({
  user_query: z.string().max(8_000),
  conversation_id: z.string().max(255).nullish(),
  generation_mode: z.enum(["conversational"]).optional(),
  context: context.optional(),
});

export const AI_PARAMETERS = [
  "user_query",
  "query",
  "conversation_id",
  "generation_mode",
  "context",
];
