import { decodeDataKey } from "./data-key.ts";
import type { DocumentsSettings } from "./documents.ports.ts";
import type { WebhookSettings } from "./webhooks/webhooks.ports.ts";

/** The variables of a deployment that are about documents. */
type Variables = Pick<
  Env,
  | "BROWSER"
  | "DOCUMENTS_DATA_KEY"
  | "DOCUMENTS_LENIENT_PARAMETERS"
  | "DOCUMENTS_WORKERS"
  | "DOCUMENT_RETENTION_DAYS"
>;

/** A whole number in range, else the default. */
function whole(text: string | undefined, low: number, high: number, fallback: number): number {
  const value = Number(text);
  return text && Number.isInteger(value) && value >= low && value <= high ? value : fallback;
}

export const documentsSettings = (env: Variables): DocumentsSettings => ({
  workers: whole(env.DOCUMENTS_WORKERS, 1, 20, 2),
  retentionDays: whole(env.DOCUMENT_RETENTION_DAYS, 1, 3_650, 30),
  lenientParameters: env.DOCUMENTS_LENIENT_PARAMETERS === "true",
  equipped: { renderer: Boolean(env.BROWSER), dataKey: Boolean(env.DOCUMENTS_DATA_KEY) },
});

export const webhookSettings = (
  env: Pick<Env, "DOCUMENTS_DATA_KEY" | "ENVIRONMENT">,
): WebhookSettings => ({
  dataKey: decodeDataKey(env.DOCUMENTS_DATA_KEY),
  anyAddress: env.ENVIRONMENT === "development",
});
