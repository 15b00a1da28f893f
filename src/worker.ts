import { createApp } from "./app.ts";
import { depsOf } from "./composition.ts";
import { consumeBatch } from "./jobs.ts";
import { sweepJobs } from "#generation";
import { runDaily } from "#monitoring";

export { DocumentQueue } from "#documents";
export { BatchCoordinator } from "#generation";
export { RateLimiter } from "#http";

const app = createApp();

const EVERY_MINUTE = "* * * * *";
const DAILY = "0 2 * * *";

export default {
  fetch: app.fetch,
  queue: consumeBatch,
  async scheduled({ cron, scheduledTime }, env) {
    if (cron === EVERY_MINUTE) await sweepJobs(depsOf(env));
    if (cron === DAILY) await runDaily(depsOf(env), scheduledTime);
  },
} satisfies ExportedHandler<Env>;
