export type { AppEnv, HttpDeps } from "./app-env.ts";
export { body, contentType } from "./body.middleware.ts";
export { corsByOrigin } from "./cors.middleware.ts";
export { readSession, writeSession } from "./d1-session.middleware.ts";
export { createErrorHandler, type SurfaceTable } from "./errors.ts";
export { jsonData } from "./json-data.middleware.ts";
export { createMethodTable, createNotFoundHandler } from "./not-found.ts";
export { describe, describeApp } from "./openapi.ts";
export {
  type Bucket,
  limitClient,
  limitUser,
  type RateLimitLog,
  type RateLimits,
  requireFits,
  userOf,
} from "./rate-limit.ts";
export { RateLimiter } from "./rate-limiter.durable-object.ts";
export { requestContext } from "./request-context.middleware.ts";
export { securityHeaders } from "./security-headers.middleware.ts";
export { createServiceRoutes } from "./service.routes.ts";
export { documentsSurface, standardSurface, type Surface } from "./surfaces.ts";
export { describeParameters, validate } from "./validate.ts";
