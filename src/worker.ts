import { createApp } from "./app.ts";
import { consumeBatch } from "./jobs.ts";

export { DocumentQueue } from "#documents";
export { BatchCoordinator } from "#generation";
export { RateLimiter } from "#http";

const app = createApp();

export default {
  fetch: app.fetch,
  queue: consumeBatch,
  scheduled() {},
} satisfies ExportedHandler<Env>;
