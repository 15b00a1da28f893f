/** Every way a request can fail, and the HTTP status it answers with. */
export const STATUS_OF = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RANGE_NOT_SATISFIABLE: 416,
  RATE_LIMITED: 429,
  INTERNAL_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
} as const;

export type ErrorCode = keyof typeof STATUS_OF;

/** One thing to mend in a request. */
export interface ErrorDetail {
  param: string;
  message: string;
  allowed?: readonly string[];
}

interface ErrorOptions {
  details?: readonly ErrorDetail[];
  retryable?: boolean;
  headers?: Record<string, string>;
  /** Further fields of the body, on surfaces whose form has room for them. */
  extra?: Record<string, unknown>;
  cause?: unknown;
}

/** Recognise it by `code`, never by class: the class does not survive a Durable Object call. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: readonly ErrorDetail[] | undefined;
  readonly retryable: boolean;
  readonly headers: Record<string, string>;
  readonly extra: Record<string, unknown>;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.details = options.details;
    this.retryable = options.retryable ?? false;
    this.headers = options.headers ?? {};
    this.extra = options.extra ?? {};
  }
}

/** Something we need is away for the moment: 503, and when to come back. */
export const unavailable = (message: string, cause: unknown): AppError =>
  new AppError("SERVICE_UNAVAILABLE", message, {
    cause,
    retryable: true,
    headers: { "Retry-After": "5" },
  });

const isAppError = (error: unknown): error is AppError =>
  error instanceof Error &&
  "code" in error &&
  typeof error.code === "string" &&
  Object.hasOwn(STATUS_OF, error.code) &&
  "headers" in error;

/** An error and what caused it, outermost first. */
export function* causes(error: unknown): Generator {
  for (let at = error, depth = 0; at !== undefined && depth < 8; depth++) {
    yield at;
    at = at instanceof Error ? at.cause : undefined;
  }
}

/** The AppError in a chain of causes (drizzle wraps what the database threw), else INTERNAL_ERROR. */
export function toAppError(error: unknown): AppError {
  for (const cause of causes(error)) if (isAppError(cause)) return cause;
  return new AppError("INTERNAL_ERROR", "Internal server error", { cause: error });
}
