import type { DocumentsDeps } from "#documents";

/** Messages over the queue of webhooks. */
export const createWebhookMessages =
  (queue: Queue): DocumentsDeps["sendWebhookMessages"] =>
  async (messages, delaySeconds = 0) => {
    await queue.sendBatch(messages.map((body) => ({ body, delaySeconds })));
  };
