import { decodeDataKey } from "./data-key.ts";
import type { DocumentsSettings } from "./documents.ports.ts";
import type { WebhookSettings } from "./webhooks/webhooks.ports.ts";
import type { WriterDeps } from "./writing/conversational.ports.ts";

/** The variables of a deployment that are about documents. */
type Variables = Pick<
  Env,
  | "BROWSER"
  | "DOCUMENTS_DATA_KEY"
  | "DOCUMENTS_LEASE_SECONDS"
  | "DOCUMENTS_LENIENT_PARAMETERS"
  | "DOCUMENTS_PHONE_REGION"
  | "DOCUMENTS_WORKERS"
  | "DOCUMENTS_WRITER"
  | "DOCUMENT_RETENTION_DAYS"
>;

/** A whole number in range, else the default. */
function whole(text: string | undefined, low: number, high: number, fallback: number): number {
  const value = Number(text);
  return text && Number.isInteger(value) && value >= low && value <= high ? value : fallback;
}

export const documentsSettings = (env: Variables): DocumentsSettings => ({
  leaseMs: whole(env.DOCUMENTS_LEASE_SECONDS, 1, 3_600, 180) * 1_000,
  workers: whole(env.DOCUMENTS_WORKERS, 1, 20, 2),
  retentionDays: whole(env.DOCUMENT_RETENTION_DAYS, 1, 3_650, 30),
  lenientParameters: env.DOCUMENTS_LENIENT_PARAMETERS === "true",
  equipped: {
    renderer: Boolean(env.BROWSER),
    dataKey: decodeDataKey(env.DOCUMENTS_DATA_KEY) !== undefined,
  },
});

/** What writing from sources needs of the configuration. */
export const writingSettings = (
  env: Variables,
): Pick<WriterDeps, "dataKey" | "phoneRegion" | "writer"> => ({
  dataKey: decodeDataKey(env.DOCUMENTS_DATA_KEY),
  phoneRegion: /^[A-Z]{2}$/.test(env.DOCUMENTS_PHONE_REGION) ? env.DOCUMENTS_PHONE_REGION : "US",
  writer: env.DOCUMENTS_WRITER === "model" ? "model" : "extractive",
});

export const webhookSettings = (
  env: Pick<Env, "DOCUMENTS_DATA_KEY" | "ENVIRONMENT">,
): WebhookSettings => ({
  dataKey: decodeDataKey(env.DOCUMENTS_DATA_KEY),
  anyAddress: env.ENVIRONMENT === "development",
});
