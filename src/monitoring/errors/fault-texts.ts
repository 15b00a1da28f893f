import type { ErrorCode } from "#shared";

interface FaultText {
  code: ErrorCode;
  en: string;
  es: string;
  /** Where two texts share a slug; else the name is the slug. */
  slug?: string;
}

/** Everything that monitoring refuses, in both languages; `{…}` is filled in. */
export const FAULT_TEXTS = {
  "report-type-not-found": {
    code: "NOT_FOUND",
    en: 'There is no report type "{type}".',
    es: 'No existe el tipo de informe "{type}".',
  },
  "unsupported-filter": {
    code: "BAD_REQUEST",
    en: "Unsupported query parameters: {keys}.",
    es: "Parámetros de consulta no admitidos: {keys}.",
  },
  "invalid-sort-field": {
    code: "BAD_REQUEST",
    en: '"{value}" is not a sort field of {list}.',
    es: '"{value}" no es un campo de orden de {list}.',
  },
  "academy-filter-mismatch": {
    code: "BAD_REQUEST",
    en: "The academy differs from the academy scope.",
    es: "La academia difiere del alcance de academias.",
  },
  "invalid-filter-value": {
    code: "BAD_REQUEST",
    en: 'The value of "{filter}" is not valid.',
    es: 'El valor de "{filter}" no es válido.',
  },
  "invalid-filter-choice": {
    code: "BAD_REQUEST",
    en: '"{filter}" must be one of: {choices}.',
    es: '"{filter}" debe ser uno de: {choices}.',
  },
  "report-detail-not-supported": {
    code: "NOT_FOUND",
    en: 'Report "{type}" has no detail.',
    es: 'El informe "{type}" no tiene detalle.',
  },
  "report-summary-not-supported": {
    code: "NOT_FOUND",
    en: 'Report "{type}" has no summary.',
    es: 'El informe "{type}" no tiene resumen.',
  },
  "report-alerts-not-supported": {
    code: "NOT_FOUND",
    en: 'Report "{type}" has no alerts.',
    es: 'El informe "{type}" no tiene alertas.',
  },
  "report-record-not-found": {
    code: "NOT_FOUND",
    en: "Report row not found.",
    es: "Fila de informe no encontrada.",
  },
  "invalid-date-combination": {
    code: "BAD_REQUEST",
    en: "Send exactly one of: date, date_start with date_end, days_back.",
    es: "Envía solo una opción: date, date_start con date_end, o days_back.",
  },
  "invalid-date-range": {
    code: "BAD_REQUEST",
    en: "Send date_start and date_end together.",
    es: "Envía date_start y date_end juntos.",
  },
  "invalid-date-range-order": {
    code: "BAD_REQUEST",
    en: "date_start is after date_end.",
    es: "date_start es posterior a date_end.",
  },
  "date-range-too-large": {
    code: "BAD_REQUEST",
    en: "At most {max} days.",
    es: "Como máximo {max} días.",
  },
  "report-generation-job-not-found": {
    code: "NOT_FOUND",
    en: "Generation job not found.",
    es: "Trabajo de generación no encontrado.",
  },
  "cannot-delete-active-report-generation-job": {
    code: "BAD_REQUEST",
    en: "An active job cannot be deleted.",
    es: "No se puede borrar un trabajo activo.",
  },
  "cannot-delete-parent-with-active-children": {
    code: "BAD_REQUEST",
    en: "This batch has active jobs.",
    es: "Este lote tiene trabajos activos.",
  },
  "cannot-cancel-terminal-report-generation-job": {
    code: "BAD_REQUEST",
    en: "A finished job cannot be cancelled.",
    es: "No se puede cancelar un trabajo terminado.",
  },
  "cannot-retry-report-generation-job": {
    code: "BAD_REQUEST",
    en: "Only a failed, partial or cancelled job can be retried.",
    es: "Solo se reintenta un trabajo fallido, parcial o cancelado.",
  },
  "invalid-status-filter": {
    code: "BAD_REQUEST",
    en: "Unknown job status: {values}.",
    es: "Estado de trabajo desconocido: {values}.",
  },
  "invalid-report-type-filter": {
    code: "BAD_REQUEST",
    en: "Unknown report type: {value}.",
    es: "Tipo de informe desconocido: {value}.",
  },
  "alert-not-found": {
    code: "NOT_FOUND",
    en: "Alert not found.",
    es: "Alerta no encontrada.",
  },
  "alert-already-resolved": {
    code: "BAD_REQUEST",
    en: "The alert is already resolved.",
    es: "La alerta ya está resuelta.",
  },
  "invalid-academy-id": {
    code: "BAD_REQUEST",
    en: '"{piece}" is not an academy id.',
    es: '"{piece}" no es un id de academia.',
  },
  "missing-academy": {
    code: "FORBIDDEN",
    en: "Name an academy in the Academy header or the academy parameter.",
    es: "Indica una academia en la cabecera Academy o en el parámetro academy.",
  },
  "without-capability": {
    code: "FORBIDDEN",
    en: "User {user} lacks {capability} on academy {academy}.",
    es: "El usuario {user} no tiene {capability} en la academia {academy}.",
  },
  "without-capability-anywhere": {
    code: "FORBIDDEN",
    slug: "without-capability",
    en: "User {user} lacks {capability} on every requested academy.",
    es: "El usuario {user} no tiene {capability} en ninguna academia pedida.",
  },
  "academy-deleted": {
    code: "FORBIDDEN",
    en: "Academy {academy} is deleted.",
    es: "La academia {academy} está eliminada.",
  },
  "academy-inactive": {
    code: "FORBIDDEN",
    en: "Academy {academy} is inactive.",
    es: "La academia {academy} está inactiva.",
  },
  "authentication-required": {
    code: "UNAUTHORIZED",
    en: "Credentials are required.",
    es: "Se requieren credenciales.",
  },
  "invalid-token-header": {
    code: "UNAUTHORIZED",
    en: "Malformed Authorization header.",
    es: "Cabecera Authorization mal formada.",
  },
  "invalid-token": {
    code: "UNAUTHORIZED",
    en: "The credential is not valid.",
    es: "La credencial no es válida.",
  },
  "token-expired": {
    code: "UNAUTHORIZED",
    en: "The credential expired at {time}.",
    es: "La credencial caducó el {time}.",
  },
  "inactive-user": {
    code: "UNAUTHORIZED",
    en: "The user is inactive.",
    es: "El usuario está inactivo.",
  },
  "insufficient-scope": {
    code: "FORBIDDEN",
    en: "The key lacks the scope for this call.",
    es: "La clave no tiene permiso para esta llamada.",
  },
  "cross-site-request": {
    code: "FORBIDDEN",
    en: "The origin of this call is not trusted.",
    es: "El origen de esta llamada no es de confianza.",
  },
  "not-found": { code: "NOT_FOUND", en: "Not found.", es: "No encontrado." },
  "method-not-allowed": {
    code: "METHOD_NOT_ALLOWED",
    en: "{method} is not allowed here.",
    es: "{method} no está permitido aquí.",
  },
  "not-acceptable": {
    code: "NOT_ACCEPTABLE",
    en: "No accepted format is available.",
    es: "Ningún formato aceptado está disponible.",
  },
  "payload-too-large": {
    code: "PAYLOAD_TOO_LARGE",
    en: "The body may be at most {limit}.",
    es: "El cuerpo admite como máximo {limit}.",
  },
  "unsupported-media-type": {
    code: "UNSUPPORTED_MEDIA_TYPE",
    en: "Send application/json.",
    es: "Envía application/json.",
  },
  "invalid-json": {
    code: "BAD_REQUEST",
    en: "The body is not valid JSON.",
    es: "El cuerpo no es JSON válido.",
  },
  "invalid-body": {
    code: "BAD_REQUEST",
    en: "Some fields are not valid.",
    es: "Algunos campos no son válidos.",
  },
  "service-unavailable": {
    code: "SERVICE_UNAVAILABLE",
    en: "Try again shortly.",
    es: "Inténtalo de nuevo en breve.",
  },
  "internal-error": { code: "INTERNAL_ERROR", en: "Unexpected error.", es: "Error inesperado." },
} as const satisfies Record<string, FaultText>;

/** What may be wrong with one field of a body. */
export const FIELD_TEXTS = {
  date: { en: "Use a real date, YYYY-MM-DD.", es: "Usa una fecha real, AAAA-MM-DD." },
  integer: { en: "A whole number is required.", es: "Se requiere un número entero." },
  minimum: { en: "Must be 1 or more.", es: "Debe ser 1 o más." },
  boolean: { en: "Must be true or false.", es: "Debe ser verdadero o falso." },
  null: { en: "May not be null.", es: "No puede ser nulo." },
  text: {
    en: "Must be text of 1 to 2000 characters.",
    es: "Debe ser un texto de 1 a 2000 caracteres.",
  },
  object: { en: "The body must be a JSON object.", es: "El cuerpo debe ser un objeto JSON." },
} as const;
