import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { AppError, failureFields, STATUS_OF, toAppError } from "#shared";
import type { AppEnv, HttpDeps } from "./app-env.ts";
import type { Surface } from "./surfaces.ts";

/** Path prefix → the surface that speaks there: the first that fits. */
export type SurfaceTable = readonly { prefix: string; surface: Surface }[];

function fromHono(error: unknown): AppError {
  if (!(error instanceof HTTPException)) return toAppError(error);
  return error.status === 400
    ? new AppError("BAD_REQUEST", "The body is not valid JSON")
    : new AppError("INTERNAL_ERROR", "Internal server error", { cause: error });
}

/** The one place where an error becomes an answer. */
export function createErrorHandler<Deps extends HttpDeps>(surfaces: SurfaceTable) {
  return (thrown: unknown, c: Context<AppEnv<Deps>>): Response => {
    const { requestId, deps } = c.var as Partial<typeof c.var>;
    // Nothing was composed (a secret is missing): there is no way to answer but the runtime's own.
    if (!deps || requestId === undefined) throw thrown;
    const error = fromHono(thrown);
    const status = STATUS_OF[error.code];
    if (status >= 500) {
      deps.logger.error("http.request.failed", {
        code: error.code,
        ...failureFields(error),
      });
    }
    const surface = surfaces.find(({ prefix }) => c.req.path.startsWith(prefix))?.surface;
    if (!surface) throw error;
    const headers = { ...surface.errorHeaders?.(error, c.req.raw), ...error.headers };
    return c.json(surface.errorBody(error, requestId, c.req.raw), status, headers);
  };
}
