import { z } from "zod";
import { type AppError, STATUS_OF } from "#shared";

/** A public API family and the one form its errors have. */
export interface Surface {
  name: string;
  /** Without a request it makes an example. */
  errorBody(error: AppError, requestId: string, request?: Request): object;
  /** Headers that its errors have beside those of the error itself. */
  errorHeaders?(error: AppError, request: Request): Record<string, string>;
  errorSchema: z.ZodType;
}

const standardError = z
  .object({
    error: z.object({
      code: z.string().describe("Stable word for programs."),
      message: z.string().describe("What went wrong, for people."),
      status: z.int(),
      requestId: z.string().describe("Quote it when you report a problem."),
      details: z
        .array(
          z.object({
            param: z.string(),
            message: z.string(),
            allowed: z.array(z.string()).optional(),
          }),
        )
        .optional()
        .describe("What to mend, one element per field."),
    }),
  })
  .meta({ id: "Error" });

/** The form of dashboards, sources and administration. */
export const standardSurface: Surface = {
  name: "standard",
  errorSchema: standardError,
  errorBody: ({ code, message, details }, requestId) => ({
    error: { code, message, status: STATUS_OF[code], requestId, ...(details && { details }) },
  }),
};

const documentsError = z
  .object({
    success: z.literal(false),
    error: z.string(),
    message: z.string().optional(),
    code: z.string().optional(),
    details: z.unknown().optional(),
  })
  .meta({ id: "DocumentsError" });

const AS_IT_READS = /^(?:.* is required|JSON data required)$/;

function documentsText({ code, message, details }: AppError): string {
  if (code === "UNAUTHORIZED") return "Authentication required";
  const [first] = details ?? [];
  if (code !== "BAD_REQUEST" || !first) return message;
  if (first.message === "is required") return `${first.param} is required`;
  const rule = first.allowed ? `must be one of ${first.allowed.join(", ")}` : first.message;
  return AS_IT_READS.test(message) ? message : `Invalid ${first.param}: ${rule}`.slice(0, 200);
}

/** The form of documents and honey jars. */
export const documentsSurface: Surface = {
  name: "documents",
  errorSchema: documentsError,
  errorBody: (error) => ({
    success: false,
    error: documentsText(error),
    ...(error.code === "UNAUTHORIZED" && {
      message: "You must be logged in or provide a valid API key",
    }),
    ...(error.details && { details: error.details }),
    ...error.extra,
  }),
};
