import type { BatchCommands, GenerationDeps, UnitWork } from "#generation";
import { Crash, type World } from "./world.ts";

/** What one worker works with: once it has died, nothing that it still does gets through. */
export function mortalWorker({ deps, fault }: World, work: UnitWork): GenerationDeps {
  let dead = false;
  async function mortal<T>(run: () => Promise<T>): Promise<T> {
    if (dead) throw new Crash();
    try {
      return await run();
    } catch (error) {
      dead = error instanceof Crash;
      throw error;
    }
  }
  const around = <T>(point: string, run: () => Promise<T>): Promise<T> =>
    mortal(async () => {
      fault(`worker.before-${point}`);
      const result = await run();
      fault(`worker.after-${point}`);
      return result;
    });
  const wrap = (object: BatchCommands): BatchCommands => ({
    start: (jobs) => object.start(jobs),
    wake: (jobs) => object.wake(jobs),
    cancel: (jobs) => object.cancel(jobs),
    retry: (jobs) => object.retry(jobs),
    answered: (command, ids) => object.answered(command, ids),
    forget: (ids) => object.forget(ids),
    claim: (unit) => around("claim", () => object.claim(unit)),
    renew: (lease) => object.renew(lease),
    complete: (lease, outcome) => around("complete", () => object.complete(lease, outcome)),
    fail: (lease, code) => around("fail", () => object.fail(lease, code)),
  });
  return {
    ...deps,
    unitWork: { churn: (unit) => mortal(() => work(unit)) },
    batches: (tenantId, batchId) => wrap(deps.batches(tenantId, batchId)),
  };
}
