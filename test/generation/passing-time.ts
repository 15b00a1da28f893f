import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import type { BatchCoordinator } from "#generation";
import type { Job } from "../../src/generation/batch.ts";

const earlier = (at: number | null, ms: number) => (at === null ? null : at - ms);

const older = (job: Job, ms: number): Job => ({
  ...job,
  units: job.units.map((unit) => ({ ...unit, at: unit.at - ms, sentAt: unit.sentAt - ms })),
  startedAt: earlier(job.startedAt, ms),
  finishedAt: earlier(job.finishedAt, ms),
  dirtySince: job.dirtySince - ms,
  projectedAt: job.projectedAt - ms,
});

export const storedJobs = (object: DurableObjectStub<BatchCoordinator>): Promise<Job[]> =>
  runInDurableObject(object, (_, { storage: { sql } }) => {
    const rows = sql.exec<{ body: string }>("SELECT body FROM jobs ORDER BY id").toArray();
    return rows.map(({ body }) => JSON.parse(body) as Job);
  });

/** For a real object: all that it has stored becomes older, its memory is lost, its alarm fires. */
export async function passTime(object: DurableObjectStub<BatchCoordinator>, ms: number) {
  const jobs = await storedJobs(object);
  await runInDurableObject(object, (_, { storage: { sql } }) => {
    sql.exec("UPDATE batch SET project_after = 0");
    for (const job of jobs) {
      sql.exec("UPDATE jobs SET body = ? WHERE id = ?", JSON.stringify(older(job, ms)), job.id);
    }
  });
  await evictDurableObject(object);
  await runDurableObjectAlarm(object);
}
