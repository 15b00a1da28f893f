import type { APICallError } from "ai";
import { DocumentError } from "../../document-error.ts";

const REFUSALS = /content[_ -]?(?:filter|policy)/i;

/** The refusal of a model that answers with one in place of a text. */
export function isRefusal(body: unknown): boolean {
  const { choices } = (body ?? {}) as { choices?: { message?: { refusal?: unknown } }[] };
  return Boolean(Array.isArray(choices) && choices[0]?.message?.refusal);
}

interface Judgement {
  repeat: boolean;
  error: DocumentError;
}

/** What a failed call means, and whether to make it again. */
export function judge(errors: typeof APICallError, cause: unknown): Judgement {
  if (cause instanceof DocumentError) return { repeat: false, error: cause };
  if (!errors.isInstance(cause)) {
    // Not an answer at all: the deadline, a broken connection.
    return { repeat: true, error: new DocumentError("MODEL_UNAVAILABLE", { cause }) };
  }
  const { statusCode = 0, responseBody = "", responseHeaders } = cause;
  if (statusCode < 500 && REFUSALS.test(responseBody)) {
    return { repeat: false, error: new DocumentError("CONTENT_REFUSED", { cause }) };
  }
  const seconds = Number(responseHeaders?.["retry-after"] ?? Number.NaN);
  const error = new DocumentError("MODEL_UNAVAILABLE", {
    cause,
    ...(Number.isFinite(seconds) && { retryAfterSeconds: seconds }),
  });
  const repeat = statusCode < 300 || statusCode === 408 || statusCode === 429 || statusCode >= 500;
  return { repeat, error };
}
