import { DurableObject } from "cloudflare:workers";
import { createLogger, guardD1, systemClock, systemIds } from "#shared";
import { createBatchStore } from "./batch.store.ts";
import { Coordinator } from "./coordinator.ts";
import type { BatchCommands } from "./generation.ports.ts";

/** One object per generation batch: the coordinator on this object's storage. */
export class BatchCoordinator extends DurableObject<Env> implements BatchCommands {
  readonly #coordinator: Coordinator;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#coordinator = new Coordinator(createBatchStore(ctx.storage), {
      db: guardD1(env.DB),
      clock: systemClock,
      ids: systemIds,
      leaseMs: Number(env.GENERATION_LEASE_SECONDS) * 1_000,
      logger: createLogger((line) => console.log(line)),
      sendMessages: async (messages) => {
        await env.GENERATION_QUEUE.sendBatch(messages.map((body) => ({ body })));
      },
    });
  }

  start(...args: Parameters<BatchCommands["start"]>) {
    return this.#coordinator.start(...args);
  }
  wake(...args: Parameters<BatchCommands["wake"]>) {
    return this.#coordinator.wake(...args);
  }
  cancel(...args: Parameters<BatchCommands["cancel"]>) {
    return this.#coordinator.cancel(...args);
  }
  retry(...args: Parameters<BatchCommands["retry"]>) {
    return this.#coordinator.retry(...args);
  }
  answered(...args: Parameters<BatchCommands["answered"]>) {
    return this.#coordinator.answered(...args);
  }
  forget(...args: Parameters<BatchCommands["forget"]>) {
    return this.#coordinator.forget(...args);
  }
  claim(...args: Parameters<BatchCommands["claim"]>) {
    return this.#coordinator.claim(...args);
  }
  renew(...args: Parameters<BatchCommands["renew"]>) {
    return this.#coordinator.renew(...args);
  }
  complete(...args: Parameters<BatchCommands["complete"]>) {
    return this.#coordinator.complete(...args);
  }
  fail(...args: Parameters<BatchCommands["fail"]>) {
    return this.#coordinator.fail(...args);
  }
  override alarm() {
    return this.#coordinator.alarm();
  }
}
