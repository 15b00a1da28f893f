import type { RateLimiter, RateLimitLog, RateLimits } from "#http";
import { callObject } from "./objects.ts";

/** One object a bucket and caller. */
export function createRateLimits(namespace: DurableObjectNamespace<RateLimiter>): RateLimits {
  return ({ name, ...limit }, caller) => {
    const stub = () => namespace.getByName(`${name}/${caller}`);
    const call = <T>(run: (object: ReturnType<typeof stub>) => Promise<T>) => callObject(stub, run);
    return {
      look: (now) => call((object) => object.look(limit, now)),
      take: (now, id, holdMs) => call((object) => object.take(limit, now, id, holdMs)),
      confirm: (id) => call((object) => object.confirm(id)),
      release: (id) => call((object) => object.release(id)),
    } satisfies RateLimitLog;
  };
}
