import { z } from "zod";
import { CONTENT_TYPES } from "./document-blocks.ts";

const MIB = 1024 * 1024;
const encoder = new TextEncoder();

/** Text as SQLite and UTF-8 can hold it: no NUL, no half of a surrogate pair. */
const storable = (text: string): string => text.toWellFormed().replaceAll("\0", "\uFFFD");
const filled = (text: string): boolean => text.trim() !== "";
const isWebAddress = (text: string): boolean =>
  /^https?:\/\//i.test(text) && URL.canParse(text) && !/\s/.test(text);
const atMostOneMib = (text: string): boolean =>
  text.length <= MIB && (text.length <= MIB / 3 || encoder.encode(text).length <= MIB);

const label = z
  .string()
  .overwrite(storable)
  .trim()
  .max(255)
  .refine(filled, { error: "is required" });

export const newJar = z.object({
  name: label.describe("What people call the collection."),
  description: z
    .string()
    .overwrite(storable)
    .max(2_000)
    .nullish()
    .describe("What is in it, for people."),
});

const newDocument = z
  .object({
    title: label.describe("Searched with twice the weight of the text."),
    source_url: z
      .string()
      .overwrite(storable)
      .max(2_048)
      .refine(isWebAddress, { error: "must be an http or https URL" })
      .nullish()
      .describe("Where the document is from; shown with its passages, never fetched."),
    content_type: z
      .enum(CONTENT_TYPES)
      .describe(
        "How `content` is read: markdown (HTML tags in it are left out), plain text or HTML.",
      ),
    content: z
      .string()
      .overwrite(storable)
      .refine(filled, { error: "is required", abort: true })
      .refine(atMostOneMib, { error: "must be at most 1 MiB" })
      .describe("The document itself, at most 1 MiB in UTF-8."),
  })
  .meta({ id: "NewHoneyJarDocument" });

export const newDocuments = z.object({
  documents: z.array(newDocument).min(1).max(100).describe("All of them are stored, or none."),
});

export const jarPath = z.object({ id: z.string().describe("The id of a honey jar.") });
export const documentPath = jarPath.extend({
  doc_id: z.string().describe("The id of a document of the jar."),
});

/** A whole number from a query: out of range is clamped, not a number is the default. */
const clamped = (about: string, low: number, high: number, fallback: number) =>
  z
    .string()
    .optional()
    .transform((text) => {
      const value = /^\s*[+-]?\d+\s*$/.test(text ?? "") ? Number(text) : fallback;
      return Math.min(high, Math.max(low, value));
    })
    .pipe(z.int().min(low).max(high))
    .describe(`${about} Default ${fallback}; clamped to ${low}–${high}.`)
    .meta({ type: "integer", minimum: low, maximum: high, default: fallback });

const MOST_SKIPPED = 1_000_000;

export const page = z.object({
  limit: clamped("How many to list.", 1, 100, 50),
  offset: clamped("How many to skip.", 0, MOST_SKIPPED, 0),
});

export const search = z.object({
  q: z
    .string()
    .max(1_000)
    .refine((text) => text !== "", { error: "is required", abort: true })
    .refine((text) => /[\p{L}\p{N}]/u.test(text), { error: "must contain a word" })
    .describe("Words to look for, any of them; no operators. The first 32 different ones count.")
    .meta({ example: "network segmentation" }),
  limit: clamped("How many passages to answer with.", 1, 100, 10),
});

const time = z.iso.datetime();

const jar = z
  .object({
    id: z.uuid().describe("Lower-case UUID v4."),
    name: z.string(),
    description: z.string().nullable(),
    document_count: z.int().describe("Documents in it."),
    passage_count: z.int().describe("Passages that its documents were cut into."),
    bytes: z.int().describe("Bytes of UTF-8 of its documents."),
    created_at: time,
    updated_at: time.describe("When a document was last added or deleted."),
  })
  .meta({ id: "HoneyJar" });

const jarDocument = z
  .object({
    id: z.uuid().describe("Lower-case UUID v4."),
    title: z.string(),
    source_url: z.string().nullable(),
    content_type: z.enum(CONTENT_TYPES),
    bytes: z.int().describe("Bytes of UTF-8 of its content."),
    passage_count: z.int(),
    created_at: time,
  })
  .meta({ id: "HoneyJarDocument" });

const passage = z
  .object({
    document_id: z.uuid(),
    title: z.string().describe("Of the document."),
    heading_path: z.string().describe("The headings above the passage: `A > B > C`."),
    ordinal: z.int().describe("Its place in the document, from 0."),
    passage: z.string().describe("At most 1,200 characters of readable text."),
    source_url: z.string().nullable(),
    score: z.number().describe("BM25, divided by the best: the best passage has 1."),
  })
  .meta({ id: "HoneyJarPassage" });

const pagination = z.object({
  total: z.int(),
  limit: z.int(),
  offset: z.int(),
  has_more: z.boolean(),
});

const success = <Data extends z.ZodRawShape>(data: Data) =>
  z.object({ success: z.literal(true), data: z.object(data) });

export const jarAnswer = success({ honey_jar: jar });
export const jarList = success({ honey_jars: z.array(jar), pagination });
export const documentList = success({ documents: z.array(jarDocument), pagination });
export const storedDocuments = success({
  stored: z.int(),
  documents: z.array(z.object({ id: z.uuid(), title: z.string(), bytes: z.int() })),
});
export const passages = success({ passages: z.array(passage) });
export const done = z.object({ success: z.literal(true), message: z.string() });

export type NewJar = z.infer<typeof newJar>;
export type NewDocument = z.infer<typeof newDocument>;
export type Page = z.infer<typeof page>;
export type Search = z.infer<typeof search>;
export type JarRecord = z.infer<typeof jar>;
export type JarDocumentRecord = z.infer<typeof jarDocument>;
