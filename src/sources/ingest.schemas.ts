import { z } from "zod";
import { AppError, issueDetails, tidySchema } from "#shared";
import type { Dataset } from "./dataset.ts";
import { datasets } from "./registry.ts";

export const datasetPath = z.object({
  dataset: z
    .string()
    .describe(`A dataset: ${datasets.map(({ name }) => name).join(", ")}.`)
    .meta({ example: "offers" }),
});

export const ingested = z
  .object({
    dataset: z.string(),
    received: z.int().describe("Records in the request."),
    stored: z.int().describe("Records that the dataset now holds as sent."),
    changed: z.int().describe("Rows that were new or different; 0 when all was there already."),
    rejected: z.int().describe("Records that were refused, wholly."),
    errors: z
      .array(
        z.object({
          index: z.int().describe("Which record, from 0."),
          path: z.string().describe("Which field; empty for the record itself."),
          message: z.string(),
        }),
      )
      .describe("The first 100."),
  })
  .meta({ id: "Ingested" });

export const deleted = z
  .object({
    dataset: z.string(),
    received: z.int().describe("Keys in the request."),
    deleted: z.int().describe("Records that were there and are gone."),
  })
  .meta({ id: "Deleted" });

export const datasetList = z.object({
  data: z.array(
    z
      .object({
        name: z.string(),
        description: z.string(),
        key: z.array(z.string()).describe("Fields that identify a record."),
        rows: z.int().describe("Records of the tenant, now."),
        changed_at: z.iso.datetime().nullable().describe("Last real change."),
        schema: z.record(z.string(), z.unknown()).describe("JSON Schema of a record."),
      })
      .meta({ id: "Dataset" }),
  ),
});

const keyValue = z.union([z.string(), z.number()]);
const KEY = "must be text, a number, or an object of key fields";

export const deleteBody = z.strictObject({
  keys: z
    .array(z.union([keyValue, z.record(z.string(), keyValue)], { error: KEY }))
    .max(1_000)
    .describe("A value each, or for a key of several fields an object of them."),
});

type Key = z.infer<typeof deleteBody>["keys"][number];

const badKey = (index: number, message: string): AppError =>
  new AppError("BAD_REQUEST", "Invalid parameters", {
    details: [{ param: `keys.${index}`, message }],
  });

/** The values of a key in the order of the dataset's key fields, each checked as in a record. */
export function keyValues(dataset: Dataset, key: Key, index: number): (string | number)[] {
  const fields = typeof key === "object" ? key : { [dataset.key[0] ?? ""]: key };
  const isComplete = dataset.key.every((name) => fields[name] !== undefined);
  if (!isComplete || Object.keys(fields).length !== dataset.key.length) {
    throw badKey(index, `must give ${dataset.key.join(" and ")}`);
  }
  return dataset.key.map((name, at) => {
    const value = fields[name];
    const parsed = dataset.keySchemas[at]?.safeParse(value);
    const [problem] = parsed?.error ? issueDetails(parsed.error.issues, value) : [];
    if (problem || value === undefined) throw badKey(index, problem?.message ?? "is required");
    return value;
  });
}

const jsonSchemas = new Map<Dataset, object>();

/** JSON Schema of what callers send, made once. */
export function jsonSchemaOf(dataset: Dataset): object {
  let schema = jsonSchemas.get(dataset);
  if (!schema) {
    const { $schema, $defs = {} } = z.toJSONSchema(dataset.record, { io: "input" });
    schema = Object(tidySchema({ $schema, ...Object.values($defs)[0] })) as object;
    jsonSchemas.set(dataset, schema);
  }
  return schema;
}

/** Any dataset's records, for the OpenAPI description. */
export const records = z.array(z.union(datasets.map(({ record }) => record)));

export const ndjson = z.string().describe("One record a line.");
