import { createApp } from "./app.ts";
import { depsOf } from "./composition.ts";
import { consumeBatch } from "./jobs.ts";
import { sweepJobs } from "#generation";

export { DocumentQueue } from "#documents";
export { BatchCoordinator } from "#generation";
export { RateLimiter } from "#http";

const app = createApp();

const EVERY_MINUTE = "* * * * *";

export default {
  fetch: app.fetch,
  queue: consumeBatch,
  async scheduled({ cron }, env) {
    if (cron === EVERY_MINUTE) await sweepJobs(depsOf(env));
  },
} satisfies ExportedHandler<Env>;
