import type { BatchCommands, Batches, BatchCoordinator } from "#generation";
import { callObject } from "./objects.ts";

/** Batch objects by name. */
export function createBatches(namespace: DurableObjectNamespace<BatchCoordinator>): Batches {
  return (tenantId, batchId) => {
    const stub = () => namespace.getByName(`${tenantId}/${batchId}`);
    const call = <T>(run: (object: ReturnType<typeof stub>) => Promise<T>) => callObject(stub, run);
    return {
      start: (jobs) => call((object) => object.start(jobs)),
      wake: (jobs) => call((object) => object.wake(jobs)),
      cancel: (jobs) => call((object) => object.cancel(jobs)),
      retry: (jobs) => call((object) => object.retry(jobs)),
      answered: (command, ids) => call((object) => object.answered(command, ids)),
      forget: (ids) => call((object) => object.forget(ids)),
      claim: (unit) => call((object) => object.claim(unit)),
      renew: (lease) => call((object) => object.renew(lease)),
      complete: (lease, outcome) => call((object) => object.complete(lease, outcome)),
      fail: (lease, code) => call((object) => object.fail(lease, code)),
    } satisfies BatchCommands;
  };
}
