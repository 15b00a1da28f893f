import type { WebhookMessage } from "./webhooks.messages.ts";

export interface WebhookSettings {
  /** Secrets are sealed under it; without it there are no webhooks. */
  dataKey: Uint8Array<ArrayBuffer> | undefined;
  /** Whether addresses inside the own network may be called: in development only. */
  anyAddress: boolean;
}

/** What telling webhooks needs. */
export interface WebhooksDeps {
  webhooks: WebhookSettings;
  /** At most 100 messages. */
  sendWebhookMessages: (
    messages: readonly WebhookMessage[],
    delaySeconds?: number,
  ) => Promise<void>;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
}
