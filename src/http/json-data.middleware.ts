import { every } from "hono/combine";
import { createMiddleware } from "hono/factory";
import { AppError, isTooDeep, TOO_DEEP } from "#shared";
import type { AppEnv } from "./app-env.ts";
import { body } from "./body.middleware.ts";

const noData = (): AppError => new AppError("BAD_REQUEST", "JSON data required");

const isFilledObject = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).length > 0;

/** Without any body its type is no matter. */
const requireBody = createMiddleware<AppEnv>(async (c, next) => {
  if (c.req.raw.body === null || c.req.header("Content-Length") === "0") throw noData();
  await next();
});

const requireObject = createMiddleware<AppEnv>(async (c, next) => {
  const value: unknown = await c.req.json().catch(() => null);
  if (!isFilledObject(value)) throw noData();
  if (isTooDeep(value)) throw new AppError("BAD_REQUEST", `Invalid body: ${TOO_DEEP}`);
  await next();
});

/** Lets only a JSON object with something in it through: 413, 415, then 400 `JSON data required`. */
export const jsonData = (kib = 64) => every(requireBody, body({ kib }), requireObject);
