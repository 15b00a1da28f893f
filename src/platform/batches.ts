import type { BatchCommands, Batches, BatchCoordinator } from "#generation";
import { unavailable } from "#shared";

const TRIES = 3;
const PAUSE_MS = 100;

const flag = (error: unknown, name: string): boolean =>
  typeof error === "object" && error !== null && Reflect.get(error, name) === true;

/** Batch objects by name. A stub is dead once its object was reset, so each try takes a new one. */
export function createBatches(namespace: DurableObjectNamespace<BatchCoordinator>): Batches {
  return (tenantId, batchId) => {
    const stub = () => namespace.getByName(`${tenantId}/${batchId}`);
    async function call<T>(run: (object: ReturnType<typeof stub>) => Promise<T>): Promise<T> {
      for (let tries = 1; ; tries++) {
        try {
          return await run(stub());
        } catch (error) {
          const again = flag(error, "retryable") && !flag(error, "overloaded");
          if (!again || tries === TRIES) throw unavailable("Try again shortly", error);
          await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * tries));
        }
      }
    }
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
