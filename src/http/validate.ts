import { zValidator } from "@hono/zod-validator";
import type { MiddlewareHandler, ValidationTargets } from "hono";
import { resolver, uniqueSymbol } from "hono-openapi";
import type { z } from "zod";
import { AppError, issueDetails } from "#shared";

/**
 * zValidator whose failures are AppErrors and whose schema shows in the OpenAPI description
 * (hono-openapi reads the symbol that its own validator would leave).
 */
export function validate<Schema extends z.ZodType, Target extends keyof ValidationTargets>(
  target: Target,
  schema: Schema,
) {
  const validator = zValidator(target, schema, (result) => {
    if (result.success) return;
    throw new AppError("BAD_REQUEST", "Invalid parameters", {
      details: issueDetails(result.error.issues, result.data),
    });
  });
  return Object.assign(validator, { [uniqueSymbol]: { target, ...resolver(schema) } });
}

// One for each use: the symbol is put on the function itself.
const createPass = (): MiddlewareHandler => (_c, next) => next();

/** Shows parameters in the OpenAPI description; the handler reads and checks them itself. */
export function describeParameters(target: "header" | "param" | "query", schema: z.ZodType) {
  return Object.assign(createPass(), { [uniqueSymbol]: { target, ...resolver(schema) } });
}
