import { Hono } from "hono";
import { z } from "zod";
import type { AppEnv } from "./app-env.ts";
import { describe } from "./openapi.ts";
import { standardSurface } from "./surfaces.ts";

const operation = {
  surface: standardSurface,
  tag: "Service",
  access: "public",
  errors: {},
} as const;

/** What the service says of itself. `description` makes the OpenAPI document of all routes. */
export function createServiceRoutes(description: () => Promise<unknown>) {
  // Made at the first request, not at start, and then kept: the routes do not change.
  let document: unknown;
  return new Hono<AppEnv>()
    .get(
      "/healthz",
      describe({
        ...operation,
        summary: "Tell whether the service is up",
        success: {
          status: 200,
          description: "It is. The database is not asked.",
          schema: z.object({ status: z.literal("ok") }),
          example: { status: "ok" },
        },
      }),
      (c) => c.json({ status: "ok" }),
    )
    .get(
      "/openapi.json",
      describe({
        ...operation,
        summary: "Describe every route (OpenAPI 3.1)",
        success: { status: 200, description: "This document.", schema: z.looseObject({}) },
      }),
      async (c) => {
        document ??= await description();
        return c.json(Object(document));
      },
    );
}
