export const STATUSES = [
  "pending",
  "queued",
  "processing",
  "completed",
  "failed",
  "cancelled",
] as const;
export type DocumentStatus = (typeof STATUSES)[number];

const ACTIVE: readonly DocumentStatus[] = ["pending", "queued", "processing"];
export const isActive = (status: DocumentStatus): boolean => ACTIVE.includes(status);

/** Most urgent first: the place in this list is the rank. */
export const PRIORITIES = ["urgent", "high", "normal", "low"] as const;
export type Priority = (typeof PRIORITIES)[number];

export const FORMATS = ["pdf", "md", "html"] as const;
export type Format = (typeof FORMATS)[number];

export const MIME_TYPE: Readonly<Record<Format, string>> = {
  pdf: "application/pdf",
  md: "text/markdown; charset=utf-8",
  html: "text/html; charset=utf-8",
};

/** The surface knows two roles: viewers and editors are users. */
export type UserRole = "user" | "admin";

export type RiskLevel = "low" | "medium" | "high";

export const MAX_RETRIES = 3;
export const MAX_FILE_BYTES = 25 * 1024 * 1024;
export const DEFAULT_QUEUE = "default";

/**
 * Text as it is searched: case and composition of characters do not matter, in any script. Lower
 * case alone keeps ß apart from SS, and ς from σ by what stands beside them.
 */
export const folded = (text: string): string =>
  text
    .normalize("NFC")
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll("ς", "σ")
    .normalize("NFC");
