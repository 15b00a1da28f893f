import { causes } from "#shared";

const TRANSIENT = {
  MODEL_UNAVAILABLE: "The writing model did not answer.",
  RENDER_UNAVAILABLE: "The renderer was not available.",
  RENDER_TIMEOUT: "Rendering took too long.",
  STORAGE_UNAVAILABLE: "The file could not be stored.",
  PII_TOKEN_LEFT: "A placeholder for personal data could not be restored.",
  OUTPUT_INVALID: "The finished file did not pass its checks.",
  WORKER_LOST: "The work stopped unexpectedly.",
  INTERNAL: "An internal error occurred.",
} as const;

const PERMANENT = {
  PII_UNAVAILABLE: "Personal data could not be protected.",
  HONEY_JAR_GONE: "The honey jar no longer exists.",
  CONTENT_REFUSED: "The writing model refused the request.",
  TOO_LARGE: "The document exceeds 25 MiB.",
  TIMEOUT: "The report took longer than 30 minutes.",
} as const;

const SENTENCES = { ...TRANSIENT, ...PERMANENT };

export type DocumentErrorCode = keyof typeof SENTENCES;

export const isTransient = (code: DocumentErrorCode): boolean => Object.hasOwn(TRANSIENT, code);

/** What the owner reads: `CODE: sentence`. */
export const errorMessage = (code: DocumentErrorCode): string => `${code}: ${SENTENCES[code]}`;

const isCode = (text: unknown): text is DocumentErrorCode =>
  typeof text === "string" && Object.hasOwn(SENTENCES, text);

/** Why a document could not be made. Thrown by what makes it; recognised by its code. */
export class DocumentError extends Error {
  readonly code: DocumentErrorCode;
  /** What an upstream service asked for. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: DocumentErrorCode,
    options: { retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(errorMessage(code), { cause: options.cause });
    this.name = "DocumentError";
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export interface Failure {
  code: DocumentErrorCode;
  retryAfterSeconds: number | null;
}

/** What an error means for a document: the first code in its chain of causes, else INTERNAL. */
export function failureOf(error: unknown): Failure {
  for (const cause of causes(error)) {
    if (!(cause instanceof Error) || !("code" in cause)) continue;
    if (cause.code === "SERVICE_UNAVAILABLE") {
      return { code: "STORAGE_UNAVAILABLE", retryAfterSeconds: null };
    }
    if (!isCode(cause.code)) continue;
    const seconds = "retryAfterSeconds" in cause ? cause.retryAfterSeconds : undefined;
    return { code: cause.code, retryAfterSeconds: typeof seconds === "number" ? seconds : null };
  }
  return { code: "INTERNAL", retryAfterSeconds: null };
}
