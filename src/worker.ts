import { createApp } from "./app.ts";
import { depsOf } from "./composition.ts";
import { consumeBatch } from "./jobs.ts";
import { expireDocuments, sweepDocuments, sweepWebhooks } from "#documents";
import { sweepJobs } from "#generation";
import { runDaily } from "#monitoring";

export { DocumentQueue } from "#documents";
export { BatchCoordinator } from "#generation";
export { RateLimiter } from "#http";

const app = createApp();

const EVERY_MINUTE = "* * * * *";
// Thrice: a run that is repeated begins only what the one before, for whatever reason, did not.
const DAILY = ["0 2 * * *", "0 3 * * *", "0 4 * * *"];
const EVERY_HOUR = "30 * * * *";

export default {
  fetch: app.fetch,
  queue: consumeBatch,
  async scheduled({ cron, scheduledTime }, env) {
    const deps = depsOf(env);
    if (cron === EVERY_MINUTE) {
      await Promise.all([sweepJobs(deps), sweepDocuments(deps), sweepWebhooks(deps)]);
    }
    if (cron === EVERY_HOUR) await expireDocuments(deps);
    if (DAILY.includes(cron)) await runDaily(deps, scheduledTime);
  },
} satisfies ExportedHandler<Env>;
