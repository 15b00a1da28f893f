import type { Env, Hono } from "hono";
import { describeRoute, generateSpecs, resolver } from "hono-openapi";
import type { z } from "zod";
import { AppError, type ErrorCode, STATUS_OF, tidySchema } from "#shared";
import type { Surface } from "./surfaces.ts";

interface Content {
  schema: z.ZodType;
  example?: unknown;
}

interface Success extends Partial<Content> {
  status: 200 | 201 | 202 | 204;
  description: string;
  /** Default: JSON. */
  mediaType?: string;
  /** Media types that it also comes in, as text. */
  alsoAs?: readonly string[];
}

interface Operation {
  surface: Surface;
  tag: string;
  summary: string;
  description?: string;
  /** `key`: any API key or session; `operator`: the deployment's admin token. */
  access: "key" | "operator" | "public";
  /** By content type; only where no `validate("json", …)` tells it. */
  request?: Record<string, Content>;
  success: Success;
  /** Answers that are neither the success nor an error body. */
  alsoAnswers?: Record<number, Content & { description: string }>;
  errors: Errors;
}

/** By code: the message, or the error itself where a surface needs more of it. */
type Errors = Partial<Record<ErrorCode, string | AppError>>;

const SECURITY = {
  key: [{ apiKey: [] }, { bearer: [] }, { session: [] }],
  operator: [{ adminToken: [] }],
  public: [],
};

/** Of everything that asks the database. */
const DATABASE: Errors = {
  INTERNAL_ERROR: "Internal server error",
  SERVICE_UNAVAILABLE: "The database is not available; try again shortly",
};

const mediaType = ({ schema, example }: Content) => ({
  schema: resolver(schema),
  ...(example !== undefined && { example }),
});

const contentOf = (type: string, content: Content) => ({ [type]: mediaType(content) });

const successContent = ({ schema, example, mediaType: type, alsoAs = [] }: Success) => ({
  ...(schema && contentOf(type ?? "application/json", { schema, example })),
  ...Object.fromEntries(alsoAs.map((one) => [one, { schema: { type: "string" as const } }])),
});

const jsonContent = (content: Content) => contentOf("application/json", content);

function requestBody(request: Record<string, Content>) {
  const content = Object.entries(request).map(([type, one]) => [type, mediaType(one)]);
  return { required: true, content: Object.fromEntries(content) };
}

function errorResponses(surface: Surface, errors: Errors) {
  const byStatus = Object.entries(errors).map(([code, told]) => {
    const error = typeof told === "string" ? new AppError(code as ErrorCode, told) : told;
    const example = surface.errorBody(error, "6f1c1b0e-7d0c-4b43-9d0e-1f2d3c4b5a69");
    const content = jsonContent({ schema: surface.errorSchema, example });
    return [STATUS_OF[error.code], { description: error.message, content }] as const;
  });
  return Object.fromEntries(byStatus);
}

/** Describes a route for /openapi.json; bodies and parameters come from its `validate`s. */
export function describe(operation: Operation) {
  const { surface, access, success, errors, request, alsoAnswers = {} } = operation;
  const others = Object.entries(alsoAnswers).map(([status, answer]) => [
    status,
    { description: answer.description, content: jsonContent(answer) },
  ]);
  const usual = {
    ...(access !== "public" && { UNAUTHORIZED: "Authentication required", ...DATABASE }),
    ...(access === "key" && { FORBIDDEN: "Insufficient permissions" }),
  };
  return describeRoute({
    summary: operation.summary,
    ...(operation.description && { description: operation.description }),
    tags: [operation.tag],
    security: SECURITY[access],
    ...(request && { requestBody: requestBody(request) }),
    responses: {
      [success.status]: {
        description: success.description,
        ...(success.schema && { content: successContent(success) }),
      },
      ...Object.fromEntries(others),
      ...errorResponses(surface, { ...usual, ...errors }),
    },
  });
}

/** The parts of the description that no route knows. */
const documentation = {
  openapi: "3.1.0",
  info: {
    title: "Almanac",
    version: "0.1.0",
    description:
      "Everything dashboards read about a business, from the edge: report rows, live aggregates and long-form documents.",
  },
  components: {
    securitySchemes: {
      apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
      bearer: { type: "http", scheme: "bearer", description: "An API key (`alm_…`)." },
      session: { type: "apiKey", in: "cookie", name: "ory_kratos_session" },
      adminToken: { type: "http", scheme: "bearer", description: "The deployment's ADMIN_TOKEN." },
    },
  },
} as const;

/** The OpenAPI 3.1 description of all routes of an app. */
export async function describeApp<E extends Env>(app: Hono<E>): Promise<unknown> {
  const options = {
    documentation,
    excludeStaticFile: false,
    defaultValidationErrorResponse: false as const,
  };
  return tidySchema(await generateSpecs(app, options));
}
