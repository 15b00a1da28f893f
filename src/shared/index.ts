export { type Clock, systemClock } from "./clock.ts";
export { type CsvCell, csvLines, csvText } from "./csv.ts";
export { type Db, guardD1 } from "./d1.ts";
export { classifyD1Failure } from "./d1-errors.ts";
export { hmacHex, secretsEqual, sha256Base64Url, sha256Hex } from "./digest.ts";
export {
  AppError,
  causes,
  type ErrorCode,
  type ErrorDetail,
  STATUS_OF,
  toAppError,
  unavailable,
} from "./errors.ts";
export { failureFields } from "./failure.ts";
export { type Ids, systemIds } from "./ids.ts";
export { issueDetails } from "./issues.ts";
export { CHUNK_CHARACTERS, chunks, sized, type SizedRow } from "./json-chunks.ts";
export { createLogger, type Logger, withFields } from "./logger.ts";
export {
  type Capability,
  hasCapability,
  hasRole,
  hasScope,
  type Principal,
  type Role,
  ROLES,
  type Scope,
  SCOPES,
} from "./principal.ts";
export { isTooDeep, TOO_DEEP } from "./nesting.ts";
export { pageOf, type Pagination } from "./page.ts";
export { tidySchema } from "./tidy-schema.ts";
export { DAY_MS, isoTime, isoTimeOrNull, MINUTE_MS, utcDate, utcDay } from "./time.ts";
export { createTtlCache, type TtlCache } from "./ttl-cache.ts";
