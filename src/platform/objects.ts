import { unavailable } from "#shared";

const TRIES = 3;
const PAUSE_MS = 100;

const flag = (error: unknown, name: string): boolean =>
  typeof error === "object" && error !== null && Reflect.get(error, name) === true;

/** Calls an object by name. A stub is dead once its object was reset, so each try takes a new one. */
export async function callObject<Object, T>(
  stub: () => Object,
  run: (object: Object) => Promise<T>,
): Promise<T> {
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
