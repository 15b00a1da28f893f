import { z } from "zod";
import { monitoringSurface } from "./errors/surface.ts";
import { fault } from "./errors/fault.ts";

/** What all routes of monitoring say of themselves. */
export const operation = {
  surface: monitoringSurface,
  tag: "Monitoring",
  access: "key",
} as const;

/** What every endpoint may answer about the type and the academies. */
export const usualErrors = {
  BAD_REQUEST: fault("invalid-academy-id", { piece: "x" }),
  FORBIDDEN: fault("without-capability", {
    user: "u-7",
    capability: "read_monitoring_report",
    academy: 3,
  }),
  NOT_ACCEPTABLE: fault("not-acceptable", {}),
};

const type = z.string().describe("A report type, as the list of reports names it.");

export const typePath = z.object({ type });

/** Headers that every endpoint reads. */
export const scopeHeaders = z.object({
  Academy: z
    .string()
    .optional()
    .describe("Academy ids, comma-separated; else the parameter `academy` names them."),
  "Accept-Language": z.string().optional().describe("Language of errors: en or es."),
});

/** Of endpoints that read a body. */
export const bodyErrors = {
  PAYLOAD_TOO_LARGE: fault("payload-too-large", { limit: "64 KiB" }),
  UNSUPPORTED_MEDIA_TYPE: fault("unsupported-media-type", {}),
};

/** What lists come in beside JSON. */
export const exported = { alsoAs: ["text/csv", "application/x-ndjson"] } as const;
