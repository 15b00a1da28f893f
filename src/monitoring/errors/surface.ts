import { z } from "zod";
import type { Surface } from "#http";
import { type AppError, type ErrorCode, STATUS_OF } from "#shared";
import { type Fault, type FaultName, faultText } from "./fault.ts";
import { FAULT_TEXTS, FIELD_TEXTS } from "./fault-texts.ts";
import { type Language, languageOf } from "./language.ts";

/** What errors of shared code are called here. */
const BY_CODE: Partial<Record<ErrorCode, FaultName>> = {
  BAD_REQUEST: "invalid-json",
  UNAUTHORIZED: "authentication-required",
  FORBIDDEN: "insufficient-scope",
  NOT_FOUND: "not-found",
  METHOD_NOT_ALLOWED: "method-not-allowed",
  NOT_ACCEPTABLE: "not-acceptable",
  PAYLOAD_TOO_LARGE: "payload-too-large",
  UNSUPPORTED_MEDIA_TYPE: "unsupported-media-type",
  SERVICE_UNAVAILABLE: "service-unavailable",
};

const REJECTED: FaultName[] = ["invalid-token", "token-expired", "inactive-user"];

function faultOf({ code, extra }: AppError, method: string): Fault {
  const own = extra["fault"] as Fault | undefined;
  return own ?? { name: BY_CODE[code] ?? "internal-error", values: { method, limit: "64 KiB" } };
}

const fieldTexts = ({ fields = {} }: Fault, language: Language) =>
  Object.fromEntries(
    Object.entries(fields).map(([field, wrong]) => [
      field,
      wrong.map((one) => FIELD_TEXTS[one][language]),
    ]),
  );

const monitoringError = z
  .looseObject({
    detail: z.string().describe("What went wrong, in the language of `Accept-Language`: en or es."),
    slug: z.string().describe("Stable word for programs."),
    status_code: z.int(),
  })
  .describe("`invalid-body` has beside these a list of messages for each bad field.")
  .meta({ id: "MonitoringError" });

const slugOf = (name: FaultName): string => {
  const text = FAULT_TEXTS[name];
  return "slug" in text ? text.slug : name;
};

/** The form of monitoring's errors: a text in the caller's language, a slug, the status. */
export const monitoringSurface: Surface = {
  name: "monitoring",
  errorSchema: monitoringError,
  errorBody(error, requestId, request) {
    const language = languageOf(request?.headers.get("Accept-Language") ?? null);
    const fault = faultOf(error, request?.method ?? "");
    const detail = faultText(fault, language);
    return {
      detail,
      slug: slugOf(fault.name),
      status_code: STATUS_OF[error.code],
      ...(REJECTED.includes(fault.name) && { error: detail, is_authenticated: "False" }),
      ...fieldTexts(fault, language),
      ...(error.code === "INTERNAL_ERROR" && { request_id: requestId }),
    };
  },
  errorHeaders: ({ code }, request) => ({
    "Content-Language": languageOf(request.headers.get("Accept-Language")),
    ...(code === "UNAUTHORIZED" && { "WWW-Authenticate": "Token, Bearer" }),
    ...(code === "SERVICE_UNAVAILABLE" && { "Retry-After": "5" }),
  }),
};
