import { failureFields } from "#shared";
import { authenticate, type credentialOf } from "#tenancy";
import type { MonitoringDeps } from "../monitoring.ports.ts";
import { capableIds } from "../scope/academy-scope.ts";
import { eventStream } from "./event-stream.ts";
import { type FoundJob, findJobAgain } from "./find-job.query.ts";
import { jobEvents } from "./job-events.ts";
import { jobDetail, type StoredJob } from "./job-fields.ts";

const watched = (job: StoredJob) => ({
  version: job.version,
  status: job.status,
  detail: jobDetail(job),
});

/** The events of a job for as long as the credential lets its holder see it. */
export function watchJob(
  deps: MonitoringDeps,
  tenantId: string,
  credential: ReturnType<typeof credentialOf>,
  found: FoundJob,
): ReadableStream<Uint8Array> {
  const { clock, db, logger } = deps;
  let { academyIds } = found;
  // A stream outlives a short outage: closed, it would be opened again and refused for good.
  const steady = <T>(ask: () => Promise<T>, otherwise: T): Promise<T> =>
    ask().catch((error: unknown) => {
      logger.error("monitoring.watch.failed", failureFields(error));
      return otherwise;
    });
  async function look() {
    const job = await findJobAgain(db, tenantId, { ...found, academyIds });
    return job ? watched(job) : ("gone" as const);
  }
  async function mayGoOn(): Promise<boolean> {
    const result = await authenticate(deps, credential, clock.now());
    if (!result.ok || result.principal.tenantId !== tenantId) return false;
    await result.background;
    academyIds = capableIds(result.principal, found.academyIds);
    return true;
  }
  return eventStream((pause) =>
    jobEvents(
      {
        clock,
        pause,
        look: () => steady<Awaited<ReturnType<typeof look>> | "unknown">(look, "unknown"),
        mayGoOn: () => steady(mayGoOn, true),
      },
      watched(found.job),
    ),
  );
}
