interface Schema {
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
}

const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null;

/** A JSON Schema (or what holds some) without zod's noise: page-long patterns, bounds of ±2⁵³. */
export const tidySchema = (schema: unknown): unknown =>
  JSON.parse(JSON.stringify(schema), (_key, value: unknown) => {
    if (!isSchema(value)) return value;
    if (value.format !== undefined) delete value.pattern;
    if (value.maximum === Number.MAX_SAFE_INTEGER) delete value.maximum;
    if (value.minimum === Number.MIN_SAFE_INTEGER) delete value.minimum;
    return value;
  });
