import type { DocumentQueue, QueueCommands, Queues } from "#documents";
import { callObject } from "./objects.ts";

/** Queue objects by name. */
export function createQueues(namespace: DurableObjectNamespace<DocumentQueue>): Queues {
  return (name) => {
    const stub = () => namespace.getByName(name);
    const call = <T>(run: (object: ReturnType<typeof stub>) => Promise<T>) => callObject(stub, run);
    return {
      enqueue: (seeds) => call((object) => object.enqueue(seeds)),
      claim: () => call((object) => object.claim()),
      report: (claimed, progress) => call((object) => object.report(claimed, progress)),
      fail: (claimed, failure) => call((object) => object.fail(claimed, failure)),
      complete: (claimed) => call((object) => object.complete(claimed)),
      cancel: (seed) => call((object) => object.cancel(seed)),
      forget: (...document) => call((object) => object.forget(...document)),
      ping: () => call((object) => object.ping()),
    } satisfies QueueCommands;
  };
}
